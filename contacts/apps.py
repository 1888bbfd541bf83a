"""The workshop: rows that editors keep."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """Workshop tables, the desk and the actions."""

    name = "contacts"
    verbose_name = "Workshop"
    default_auto_field = "django.db.models.BigAutoField"
