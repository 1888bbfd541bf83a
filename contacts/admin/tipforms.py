"""The questions that decisions on readers' tips ask. Names of fields are those of the arguments of `contacts.actions.tips`."""

from typing import Any

from django import forms
from django.db.models import Q
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from contacts.models import Tip
from contacts.record.edition import Edition, Op
from contacts.vocabulary import RecordType

EDITIONS_OFFERED = 20


def _words(label: str, help_text: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": 4, "cols": 60}), help_text=help_text, required=required, max_length=4_000
    )


class AnswerTipForm(forms.Form):
    """What the sender is told before a decision."""

    text = _words("Answer", "The sender cannot reply to it but may send another message.")


class AcceptTipForm(forms.Form):
    """What the sender is told, and the edition that came of the tip."""

    text = _words("Answer", "You may leave it empty.", required=False)
    edition = forms.TypedChoiceField(
        coerce=int,
        empty_value=None,
        required=False,
        help_text="What was published because of it. It can be named later as well.",
    )

    def __init__(self, *args: Any, tip: Tip, **kwargs: Any) -> None:
        """Offer the editions of what the tip is about since it came. Queries: 1, with a contact 1 more unless it is loaded."""
        super().__init__(*args, **kwargs)
        self.fields["edition"].choices = [("", "Nothing is published yet"), *_editions(tip)]  # type: ignore[attr-defined]


class CreditTipForm(AcceptTipForm):
    """The edition that came of a tip which was accepted before."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the edition alone."""
        super().__init__(*args, **kwargs)
        del self.fields["text"]
        edition: Any = self.fields["edition"]
        edition.required, edition.help_text = True, "What was published because of it."
        edition.choices = edition.choices[1:]


class DeclineTipForm(forms.Form):
    """Why a tip is put aside."""

    reason = _words("Answer", "Say in plain words why nothing is changed.")


class ReopenTipForm(forms.Form):
    """Why a decision is taken back."""

    reason = _words("Reason", "Other editors read it in what happened.")


def _editions(tip: Tip) -> list[tuple[str, str]]:
    """Return the newest editions since the tip came: of its contact, of the record it names, else of all contacts."""
    since = Edition.objects.filter(at__gte=tip.received_at, op__in=[Op.ADD, Op.MOD]).order_by("-seq")
    named = Q(record_type=tip.about_type, record_id=tip.about_id) if tip.about_id else Q()
    if tip.contact:
        named |= Q(record_type=RecordType.CONTACT, record_id=tip.contact.public_id)
    # The name is taken out of the document, which need not be loaded for it.
    called = Coalesce(KT("document__title"), KT("document__name"))
    rows: Any = since.filter(named or Q(record_type=RecordType.CONTACT)).annotate(called=called).defer("document")[:EDITIONS_OFFERED]
    return [
        (str(row.seq), f"{row.seq}: {row.called}, revision {row.revision}, {row.at:%d %B %Y}" + (f" – {row.reason}" if row.reason else ""))
        for row in rows
    ]
