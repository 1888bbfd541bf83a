"""Deleting what tips hold of their senders, once it is needed no more."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from contacts.models.tip import Tip
from contacts.tips.guard import DAY


def forget_senders() -> int:
    """Delete name and e-mail address some days after the decision, the scrambled network address after a day; return the number of tips.

    The days are `TIP_PERSONAL_DAYS`. The limits look back one day, so that nothing needs the network address for longer.
    Queries: 2.
    """
    now = timezone.now()
    decided = Tip.objects.filter(decided_at__lte=now - timedelta(days=settings.TIP_PERSONAL_DAYS))
    forgotten = decided.exclude(name="", email="", sender="").update(name="", email="", sender="")
    return forgotten + Tip.objects.filter(~Q(sender=""), received_at__lte=now - DAY).update(sender="")
