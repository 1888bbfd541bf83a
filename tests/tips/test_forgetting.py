"""What is deleted of senders, and when."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as project
from django.utils import timezone

from config.celery import app
from contacts.actions import tips
from contacts.models import Tip
from contacts.tips.tasks import forget
from tests.pages.reading import page
from tests.tips.sending import FORM, sent

pytestmark = pytest.mark.django_db

BY = "an editor"


def kept(tip: Tip) -> tuple[bool, bool, bool]:
    """Return whether name, e-mail address and network address are there."""
    tip.refresh_from_db()
    return bool(tip.name), bool(tip.email), bool(tip.sender)


@pytest.fixture
def tip(client) -> Tip:
    return sent(client, name="Vera", email="vera@example.org")[1]


def later(**span) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(**span), tick=False)


def test_network_address_goes_after_a_day_whatever_becomes_of_the_tip(tip):
    with later(hours=23):
        assert forget() == 0
        assert kept(tip) == (True, True, True)
    with later(hours=25):
        assert forget() == 1
        assert kept(tip) == (True, True, False)
        assert forget() == 0


@pytest.mark.parametrize("decide", [lambda tip: tips.accept(tip=tip, by=BY), lambda tip: tips.decline(tip=tip, by=BY, reason="No.")])
def test_name_and_mail_go_after_the_decision(tip, settings, decide):
    settings.TIP_PERSONAL_DAYS = 10
    decide(tip)
    text = tip.text
    with later(days=9):
        forget()
        assert kept(tip) == (True, True, False)
    with later(days=10):
        assert forget() == 1
        assert kept(tip) == (False, False, False)
        assert forget() == 0
    assert (tip.text, tip.steps.count()) == (text, 2)


def test_they_stay_while_the_tip_waits_or_is_open_again(tip, settings):
    settings.TIP_PERSONAL_DAYS = 10
    tips.decline(tip=tip, by=BY, reason="No.")
    tips.reopen(tip=tip, by=BY, reason="Overhasty.")
    with later(days=100):
        forget()
        assert kept(tip) == (True, True, False)


def test_reader_is_told_the_days(client, settings):
    settings.TIP_PERSONAL_DAYS = 12
    assert "deleted 12 days after the decision" in page(client.get(FORM)).text


def test_the_clock_calls_it_daily():
    job = project.CELERY_BEAT_SCHEDULE["forget senders of tips"]
    app.loader.import_default_modules()
    assert job == {"task": forget.name, "schedule": 24 * 60 * 60}
    assert forget.name in app.tasks


def test_the_log_of_the_desk_names_no_sender(tip):
    assert str(tip) == f"tip {tip.pk} of {tip.received_at:%Y-%m-%d}"
