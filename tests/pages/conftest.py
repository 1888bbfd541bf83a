"""What tests of the pages share: plain static files, and small records of a chosen size."""

import pytest


@pytest.fixture(autouse=True)
def _static_files_without_a_manifest(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path  # whitenoise warns where there is none
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
