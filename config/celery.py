"""Background jobs. `CELERY_BROKER_URL` chooses the broker; see docs/operations.md."""

import os

from celery import Celery

from config import spool

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

spool.register()
app = Celery("contacts")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["contacts.record"])
app.conf.beat_schedule = {
    "verify the record": {"task": "contacts.record.tasks.verify_record", "schedule": 24 * 60 * 60},  # seconds: daily
}
