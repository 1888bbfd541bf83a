"""Background jobs. `CELERY_BROKER_URL` chooses the broker; see docs/operations.md."""

import os

from celery import Celery

from config import spool

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

spool.register()
app = Celery("contacts")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["contacts.record", "contacts.ingest"])
app.conf.beat_schedule = {
    "sweep the submissions": {"task": "contacts.ingest.tasks.wake", "schedule": 20},  # seconds; finds what a lost message left
    "verify the record": {"task": "contacts.record.tasks.verify_record", "schedule": 24 * 60 * 60},  # seconds: daily
}
