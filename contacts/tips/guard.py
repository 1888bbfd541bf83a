"""What holds off floods and spam, without anybody else's help: limits for each network address, and for what is written."""

import re
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from contacts.models.tip import Tip
from contacts.tips.stamp import LEAST_SECONDS, MOST_SECONDS, Stamp

MOST_LINKS = 3
LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
SAME_TEXT_DAYS = 30
SAME_TEXT_ABOUT_OTHERS = 2  # “The date is wrong” may be said of more than one contact
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Refused(Exception):
    """The form is not taken as it stands; the message tells the reader what to do. `wait` is in seconds."""

    def __init__(self, message: str, *, wait: int = 0) -> None:
        """Keep what the reader is told."""
        super().__init__(message)
        self.message, self.wait = message, wait


def sender_of(request: HttpRequest) -> str:
    """Return a keyed hash of the network address that a request comes from; those of one IPv6 network count as one.

    Behind a proxy it is the address that the proxy wrote last; what stands before it, anybody can write.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.BEHIND_PROXY:
        forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")[-1].strip()
        address = forwarded or address
    try:
        known = ip_address(address.strip())
    except ValueError:
        network = address[:100]
    else:
        inner = known.ipv4_mapped if isinstance(known, IPv6Address) else None
        network = str(inner or known) if inner or known.version == 4 else str(IPv6Address(int(known) >> 64 << 64))
    return salted_hmac("contacts.tips.sender", network, algorithm="sha256").hexdigest()


def text_hash(text: str) -> str:
    """Return what tells texts apart that differ in more than capitals and spaces."""
    return sha256(" ".join(text.casefold().split()).encode()).hexdigest()


def check_form(*, trap: str, stamp: Stamp | None, text: str) -> None:
    """Refuse what looks like the work of a program. Raises: Refused. Queries: none."""
    if trap:
        raise Refused("A field that readers do not see had been filled in, perhaps by your browser. It is empty now: send once more.")
    if stamp is None:
        raise Refused("This form was not opened on this site, or the site has been set up anew since. Look it over and send once more.")
    if stamp.age < LEAST_SECONDS:
        raise Refused("That was faster than anybody writes. Wait a few seconds and send once more.")
    if stamp.age > MOST_SECONDS:
        raise Refused("This form had been open for more than a day. Look it over and send once more.")
    links = len(LINK.findall(text))
    if links > MOST_LINKS:
        raise Refused(f"The text holds {links} links; {MOST_LINKS} are allowed. Put the best source into its own field.")


def one_at_a_time(sender: str, link_hash: str) -> None:
    """Let nobody else send from there, nor this very form, until the transaction ends: else a flood is counted too late. Queries: 1."""
    lock = "pg_advisory_xact_lock(hashtextextended(%s, 0))"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}, {lock}", [f"tips {sender}", f"tip {link_hash}"])


def check_sender(sender: str, now: datetime) -> None:
    """Refuse those who sent too much. Raises: Refused, with the seconds to wait. Queries: 1."""
    times = list(
        Tip.objects.filter(sender=sender, received_at__gt=now - DAY).order_by("-received_at").values_list("received_at", flat=True)
    )
    for window, limit, name in ((HOUR, settings.TIPS_PER_HOUR, "an hour"), (DAY, settings.TIPS_PER_DAY, "a day")):
        recent = [at for at in times if at > now - window]
        if limit and len(recent) >= limit:
            wait = recent[limit - 1] + window - now
            minutes = int(wait.total_seconds() // 60) + 1
            soon = f"{minutes} minutes" if minutes < 90 else f"{minutes // 60 + 1} hours"
            raise Refused(
                f"{limit} messages {name} can be sent from one connection. Keep this page open and send again in {soon}.",
                wait=int(wait.total_seconds()) + 1,
            )


def check_text(hashed: str, about_id: str, now: datetime) -> None:
    """Refuse a text that was sent before: once about the same record, or often at all. Raises: Refused. Queries: 1."""
    since = now - timedelta(days=SAME_TEXT_DAYS)
    tips = Tip.objects.filter(text_hash=hashed, received_at__gt=since)
    before = list(tips.values_list("about_id", flat=True)[: SAME_TEXT_ABOUT_OTHERS + 1])
    if about_id in before or len(before) > SAME_TEXT_ABOUT_OTHERS:
        raise Refused("The editors have this very text already. If there is more to say, add it and send once more.")
