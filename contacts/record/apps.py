"""The record is an app of its own: its tables know nothing of the workshop."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """Editions and the read model folded from them."""

    name = "contacts.record"
    label = "record"
    verbose_name = "Published record"
    default_auto_field = "django.db.models.BigAutoField"
