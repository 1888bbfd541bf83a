"""The table of the permission matrix: every address and every bulk action of the desk, and the least role that may use it.

A role may all that those before it may. A line says who may look (GET), who may act (POST), on which row and with which answers.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contacts.actions.bulk import propose_edit
from contacts.models import BulkChange, ContactLink, ReviewState, SubmissionState
from contacts.sheets.columns import SHEETS
from contacts.vocabulary import Property
from tests.admin.desk import BUILDERS
from tests.factories import (
    ClaimFactory,
    ContactFactory,
    ReportFactory,
    SubmissionFactory,
    SuggestionFactory,
)
from tests.factories.tips import TipFactory

NOBODY, CONTRIBUTOR, EDITOR, PUBLISHER, ADMIN = "", "contributor", "editor", "publisher", "admin"
ROLES = (NOBODY, CONTRIBUTOR, EDITOR, PUBLISHER, ADMIN)
"""Accounts that may enter, from the fewest rights to the most."""

NEVER = None
"""Whoever asks is refused, an administrator too."""

Fields = Callable[[Any], dict[str, Any]]


def none(row: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Page:
    """An address, the row it is asked for, who may look and who may act. `act` is unset where it only shows."""

    name: str
    row: Callable[[], Any]
    look: str | None
    act: str | type[Exception] | None = KeyError  # KeyError: a POST means nothing here
    fields: Fields = none
    more: tuple[Any, ...] = ()
    state: str = ""
    idle: bool = False  # acting on it changes no row of the tables that are compared

    @property
    def id(self) -> str:
        return f"{self.name}{'/' + str(self.more[0]) if self.more else ''}{' ' + self.state if self.state else ''}"

    def address(self, row: Any) -> str:
        keys = () if row is None else (row.pk, *self.more) if not isinstance(row, tuple) else row
        return reverse(f"admin:{self.name}", args=keys)


@dataclass(frozen=True)
class Bulk:
    """An action of a list, on which row, and who may carry it out."""

    model: str
    action: str
    row: Callable[[], Any]
    act: str | None
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.model}!{self.action}"


def nothing() -> None:
    return None


# Rows in the state that an action begins from


def draft():
    return ContactFactory(title="A draft")


def with_claim(**fields):
    return ClaimFactory(accepted=True, contact=ContactFactory(**fields)).contact


def in_review():
    return with_claim(state=ReviewState.IN_REVIEW)


def taken():
    return ContactFactory(claimed_by="another", claimed_at="2026-01-01T00:00:00Z")


def ready():
    return ContactFactory(ready=True)


def published():
    return ContactFactory(published=True)


def revised():
    """A published record with an earlier revision to go back to."""
    contact = published()
    contact.title = "A second title"
    contact.save()
    from contacts.actions.publish import publish

    publish(rows=[contact], by="an editor")
    return contact


def quote():
    return ClaimFactory(accepted=True, approved_by="", approved_at=None, property=Property.QUOTE, text="words")


def unused(model):
    """A row of the vocabulary that nothing refers to."""
    return BUILDERS[model]


def record_published(model):
    """A row of the vocabulary that was published by itself."""

    def make():
        from contacts.actions.publish import publish

        row = BUILDERS[model]()
        publish(rows=[row], by="an editor")
        return row

    return make


def record_revised(model):
    def make():
        from contacts.actions.publish import publish

        row = record_published(model)()
        field = "title" if model == "report" else "name"
        setattr(row, field, "Another name")
        row.save()
        publish(rows=[row], by="an editor")
        return row

    return make


def submitted():
    row = SubmissionFactory()
    SuggestionFactory(report=row.report, contact=row.contact)
    return row


def failed():
    return SubmissionFactory(state=SubmissionState.FAILED, error="No text.")


def suggested():
    """The keys of a submission and of a suggestion of its report."""
    row = submitted()
    return (row.pk, row.report.suggestions.get().pk)


def shown_suggestions(row):
    return {"accept": "1", "chosen": [item.pk for item in row.report.suggestions.all()]}


def another_contact(row):
    return {"contact": ContactFactory().pk}


def mentioned(row):
    return {"contact": ContactFactory().pk}


def stated(row):
    return {"property": "confirmation", "speaker": "kremlin", "passage_exact": "They discussed rain"}


REASON = {"answered": "1", "reason": "Because."}


def reason(**more):
    return lambda row: {**REASON, **more}


def merging(row):
    return {**REASON, "other": published().pk, "survivor": "this"}


# Forms: what is typed into an empty one

CONTACT = {"kind": "call", "date": "2017-11-21", "title": "A new call", "slug": "a-new-call"}
LINKS = {f"{prefix}-{name}": 0 for prefix in ("report_links", "links") for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
REPORT_LINKS = {"contact_links-TOTAL_FORMS": 0, "contact_links-INITIAL_FORMS": 0}


def new_claim(row):
    known = ClaimFactory()
    return {
        "contact": known.contact_id,
        "report": known.report_id,
        "speaker": "kremlin",
        "property": "confirmation",
        "rank": "normal",
        "state": "suggested",
    }


def new_report(row):
    publisher = BUILDERS["publisher"]().pk
    about = {"kind": "news-report", "role": "wire", "language": "en", "state": "draft"}
    return {"url": "https://news.example/new", "title": "New", "publisher": publisher, **about, **REPORT_LINKS}


NEW: dict[str, Fields] = {
    "contact": lambda row: {**CONTACT, **LINKS},
    "claim": new_claim,
    "report": new_report,
    "topic": lambda row: {"name": "New", "slug": "new", "aliases": '{"en": []}'},
    "person": lambda row: {"name": "New", "slug": "new", "side": "other"},
    "place": lambda row: {"name": "New", "slug": "new", "kind": "city", "country": "FI"},
    "publisher": lambda row: {"name": "New", "slug": "new", "kind": "other", "state_affiliated": "unknown"},
    "origin": lambda row: {"label": "New", "slug": "new"},
}

RETYPED = object()
"""The fields of a form as they are shown, one of them changed."""

CHANGED: dict[str, tuple[str, str]] = {
    "contact": ("summary", "Changed."),
    "claim": ("note", "Changed."),
    "report": ("author", "Changed"),
    "topic": ("description", "Changed."),
    "person": ("description", "Changed."),
    "place": ("name_ru", "Changed"),
    "publisher": ("owner_group", "Changed"),
    "origin": ("label", "Changed"),
    "tip": ("internal_note", "Changed."),
    "user": ("email", "changed@example.org"),
}
"""Which field of a form is typed over, and with what."""

RECORDS = ("contact", "report", "publisher", "topic", "person", "place")
VOCABULARY = ("publisher", "topic", "person", "place", "origin")


def lists() -> list[Page]:
    models = ("contact", "claim", "report", "submission", *VOCABULARY)
    return [
        *(Page(f"contacts_{model}_changelist", nothing, CONTRIBUTOR) for model in models),
        *(Page(f"contacts_{model}_history", BUILDERS.get(model, submitted), CONTRIBUTOR) for model in models),
        Page("record_edition_changelist", nothing, CONTRIBUTOR),
        Page("record_edition_history", edition, CONTRIBUTOR),
        Page("record_edition_change", edition, CONTRIBUTOR, NEVER, lambda row: {"reason": "Rewritten."}),
        Page("record_edition_add", nothing, NEVER, NEVER),
        Page("record_edition_delete", edition, NEVER, NEVER, lambda row: {"post": "yes"}),
    ]


def edition():
    from contacts.record.edition import Edition

    published()
    return Edition.objects.latest("seq")


def forms() -> list[Page]:
    proposed = [Page(f"contacts_{model}_add", nothing, CONTRIBUTOR, CONTRIBUTOR, NEW[model]) for model in ("contact", "claim", "report")]
    described = [Page(f"contacts_{model}_add", nothing, EDITOR, EDITOR, NEW[model]) for model in VOCABULARY]
    retyped: Any = RETYPED
    changed = [
        Page("contacts_contact_change", draft, CONTRIBUTOR, CONTRIBUTOR, retyped, state="draft"),
        Page("contacts_contact_change", in_review, CONTRIBUTOR, EDITOR, retyped, state="in review"),
        Page("contacts_contact_change", published, CONTRIBUTOR, EDITOR, retyped, state="published"),
        Page("contacts_contact_change", lambda: ContactFactory(state=ReviewState.MERGED), CONTRIBUTOR, NEVER, retyped, state="merged"),
        Page("contacts_claim_change", ClaimFactory, CONTRIBUTOR, CONTRIBUTOR, retyped, state="suggested"),
        Page("contacts_claim_change", lambda: ClaimFactory(accepted=True), CONTRIBUTOR, EDITOR, retyped, state="accepted"),
        Page("contacts_report_change", ReportFactory, CONTRIBUTOR, CONTRIBUTOR, retyped, state="draft"),
        Page("contacts_report_change", lambda: ReportFactory(accepted=True), CONTRIBUTOR, EDITOR, retyped, state="accepted"),
        *(Page(f"contacts_{model}_change", BUILDERS[model], CONTRIBUTOR, EDITOR, retyped) for model in VOCABULARY),
    ]
    yes = lambda row: {"post": "yes"}  # noqa: E731
    deleted = [
        Page("contacts_contact_delete", draft, EDITOR, EDITOR, yes, state="draft"),
        Page("contacts_contact_delete", published, NEVER, NEVER, yes, state="published"),
        Page("contacts_claim_delete", ClaimFactory, EDITOR, EDITOR, yes),
        Page("contacts_report_delete", ReportFactory, EDITOR, EDITOR, yes),
        *(Page(f"contacts_{model}_delete", BUILDERS[model], EDITOR, EDITOR, yes) for model in VOCABULARY),
    ]
    return [*proposed, *described, *changed, *deleted]


def records() -> list[Page]:
    pages = []
    for model in RECORDS:
        new, shown, old = (
            (ready, published, revised) if model == "contact" else (BUILDERS[model], record_published(model), record_revised(model))
        )
        pages += [
            Page(f"contacts_{model}_preview", new, CONTRIBUTOR),
            Page(f"contacts_{model}_revisions", shown, CONTRIBUTOR),
            Page(f"contacts_{model}_publish", new, NEVER, PUBLISHER),
            Page(f"contacts_{model}_withdraw", shown, PUBLISHER, PUBLISHER, reason(correction="removal")),
            Page(f"contacts_{model}_revert", old, PUBLISHER, PUBLISHER, reason(), more=(1,)),
        ]
    return pages


def decisions() -> list[Page]:
    return [
        Page("contacts_contact_step", draft, NEVER, CONTRIBUTOR, more=("hand_over",)),
        Page("contacts_contact_step", in_review, NEVER, EDITOR, more=("make_ready",)),
        Page("contacts_contact_step", in_review, EDITOR, EDITOR, reason(), more=("send_back",)),
        Page("contacts_contact_take", draft, NEVER, CONTRIBUTOR, state="of a draft"),
        Page("contacts_contact_take", in_review, NEVER, EDITOR, state="in review"),
        Page(
            "contacts_contact_take", taken, CONTRIBUTOR, CONTRIBUTOR, lambda row: {"answered": "1", "instead_of": "another"}, state="over"
        ),
        Page("contacts_contact_release", draft, NEVER, CONTRIBUTOR, idle=True),
        Page("contacts_contact_merge", published, PUBLISHER, PUBLISHER, merging),
        Page("contacts_claim_accept", ClaimFactory, NEVER, EDITOR),
        Page("contacts_claim_reject", ClaimFactory, EDITOR, EDITOR, reason()),
        Page("contacts_claim_approve", quote, NEVER, EDITOR),
        Page("contacts_report_accept", ReportFactory, NEVER, EDITOR),
        Page("contacts_report_reject", ReportFactory, EDITOR, EDITOR, reason()),
    ]


def submissions() -> list[Page]:
    return [
        Page("contacts_submission_add", nothing, CONTRIBUTOR, CONTRIBUTOR, lambda row: {"urls": "https://news.example/a"}),
        Page("contacts_submission_progress", nothing, CONTRIBUTOR),
        Page("contacts_submission_change", submitted, CONTRIBUTOR),
        Page("contacts_submission_delete", submitted, NEVER, NEVER, lambda row: {"post": "yes"}),
        Page("contacts_submission_decide", submitted, NEVER, EDITOR, shown_suggestions),
        Page("contacts_submission_suggestion", suggested, EDITOR, EDITOR, lambda row: {"verdict": "accept"}),
        Page("contacts_submission_suggestion_change", suggested, EDITOR, EDITOR, stated),
        Page("contacts_submission_claim", submitted, EDITOR, EDITOR, stated),
        Page("contacts_submission_contact", submitted, NEVER, EDITOR, another_contact),
        Page("contacts_submission_contact_find", submitted, EDITOR),
        Page("contacts_submission_contact_new", submitted, EDITOR, EDITOR, lambda row: CONTACT),
        Page("contacts_submission_mention", submitted, NEVER, EDITOR, mentioned),
    ]


def account():
    from django.contrib.auth.models import User

    return User.objects.create(username="an account")


def superuser():
    from django.contrib.auth.models import User

    return User.objects.create(username="root", is_superuser=True, is_staff=True)


def accounts() -> list[Page]:
    secret = {"password1": "a long sentence 17", "password2": "a long sentence 17", "usable_password": "true"}
    retyped: Any = RETYPED
    return [
        Page("auth_user_changelist", nothing, ADMIN),
        Page("auth_user_history", account, ADMIN),
        Page("auth_user_add", nothing, ADMIN, ADMIN, lambda row: {"username": "new", **secret}),
        Page("auth_user_change", account, ADMIN, ADMIN, retyped),
        Page("auth_user_change", superuser, ADMIN, NEVER, lambda row: {"email": "x@example.org"}, state="of a superuser"),
        Page("auth_user_password_change", account, ADMIN, ADMIN, lambda row: secret),
        Page("auth_user_password_change", superuser, NEVER, NEVER, lambda row: secret, state="of a superuser"),
        Page("auth_user_delete", account, NEVER, NEVER, lambda row: {"post": "yes"}),
    ]


def tips() -> list[Page]:
    told = lambda row: {**REASON, "text": "Thank you."}  # noqa: E731
    decided = {"decided_by": "another", "decided_at": "2026-01-01T00:00:00Z"}
    with_address = lambda: TipFactory(source="https://news.example/tip")  # noqa: E731
    accepted = lambda: TipFactory(state="accepted", **decided)  # noqa: E731
    return [
        Page("contacts_tip_changelist", nothing, EDITOR),
        Page("contacts_tip_history", TipFactory, EDITOR),
        Page("contacts_tip_add", nothing, NEVER, NEVER),
        Page("contacts_tip_change", TipFactory, EDITOR, EDITOR, RETYPED),  # type: ignore[arg-type]
        Page("contacts_tip_take_up", TipFactory, NEVER, EDITOR),
        Page("contacts_tip_hand_in", with_address, NEVER, EDITOR),
        Page("contacts_tip_answer", TipFactory, EDITOR, EDITOR, told),
        Page("contacts_tip_accept", TipFactory, EDITOR, EDITOR, told),
        Page("contacts_tip_decline", TipFactory, EDITOR, EDITOR, told),
        Page("contacts_tip_credit", accepted, EDITOR, EDITOR, told, idle=True),
        Page("contacts_tip_reopen", accepted, EDITOR, EDITOR, told),
        Page("contacts_tip_delete", TipFactory, NEVER, NEVER, lambda row: {"post": "yes"}),
    ]


# Many rows in and out

SHEETED = (*RECORDS, "claim")
"""Models with a sheet to import and export."""


def sheet(row):
    """A file with one row of whatever it is."""
    return {**REASON, "file": SimpleUploadedFile("rows.csv", b"public_id\r\nnobody\r\n")}


def proposed():
    """A change of many rows that somebody else has proposed."""
    of = SHEETS["contact"]
    return propose_edit(of=of, rows=[draft()], column=of.bulk_columns()[0].name, value="call", by="another", reason="Because.")


def carried_out():
    change = proposed()
    BulkChange.objects.filter(pk=change.pk).update(state="applied", content=None)
    return change


def sheets() -> list[Page]:
    pages = [Page(f"contacts_{model}_import", nothing, EDITOR, EDITOR, sheet) for model in SHEETED]
    pages += [Page(f"contacts_{model}_export_{kind}", nothing, CONTRIBUTOR) for model in SHEETED for kind in ("csv", "xlsx")]
    return [
        *pages,
        Page("contacts_bulkchange_changelist", nothing, EDITOR),
        Page("contacts_bulkchange_history", proposed, EDITOR),
        Page("contacts_bulkchange_add", nothing, NEVER, NEVER),
        Page("contacts_bulkchange_change", proposed, EDITOR),
        Page("contacts_bulkchange_delete", proposed, NEVER, NEVER, lambda row: {"post": "yes"}),
        # What comes of these two depends on the rows: tests/admin/test_bulk.py
        Page("contacts_bulkchange_carry_out", proposed, NEVER, EDITOR, idle=True),
        Page("contacts_bulkchange_undo", carried_out, PUBLISHER, PUBLISHER, reason(), idle=True),
        Page("contacts_bulkchange_discard", proposed, NEVER, EDITOR),
    ]


FITTING = {"contact": "call", "publisher": "other", "claim": "press"}
"""A value that fits the first field that many rows may be given one value of; elsewhere any does."""


def one_field(model: str) -> dict[str, Any]:
    return {**REASON, "column": SHEETS[model].bulk_columns()[0].name, "value": FITTING.get(model, "x")}


def bulk() -> list[Bulk]:
    withdrawing = {**REASON, "correction": "removal"}
    others = [model for model in RECORDS if model != "contact"]
    return [
        Bulk("contact", "hand_over_selected", draft, CONTRIBUTOR),
        Bulk("contact", "make_ready_selected", in_review, EDITOR),
        Bulk("contact", "send_back_selected", in_review, EDITOR, REASON),
        Bulk("contact", "publish_selected", ready, PUBLISHER),
        Bulk("contact", "withdraw_selected", published, PUBLISHER, withdrawing),
        Bulk("contact", "merge_selected", two_published, PUBLISHER, REASON),
        *(Bulk(model, "publish_selected", BUILDERS[model], PUBLISHER) for model in others),
        *(Bulk(model, "withdraw_selected", record_published(model), PUBLISHER, withdrawing) for model in others),
        Bulk("claim", "accept_selected", ClaimFactory, EDITOR),
        Bulk("claim", "reject_selected", ClaimFactory, EDITOR, REASON),
        Bulk("claim", "approve_selected", quote, EDITOR),
        Bulk("report", "accept_selected", ReportFactory, EDITOR),
        Bulk("report", "reject_selected", ReportFactory, EDITOR, REASON),
        Bulk("submission", "retry_selected", failed, CONTRIBUTOR),
        Bulk("tip", "take_up_selected", TipFactory, EDITOR),
        Bulk("tip", "decline_selected", TipFactory, EDITOR, {**REASON, "text": "Thank you."}),
        *(Bulk(model, "bulk_edit", BUILDERS[model], EDITOR, one_field(model)) for model in SHEETED),
    ]


def two_published():
    one, other = published(), published()
    ContactLink.objects.create(contact=one, other=other)
    return [one, other]


PAGES: list[Page] = [*lists(), *forms(), *records(), *decisions(), *submissions(), *accounts(), *tips(), *sheets()]
BULK: list[Bulk] = bulk()

FOR_ALL = {
    "index",
    "login",
    "logout",
    "password_change",
    "password_change_done",
    "autocomplete",  # asks for the right to see what it searches: tests below
    "jsi18n",
    "view_on_site",  # no model of the desk has an address of its own there
    "app_list",
}
"""Addresses of the site itself, open to whoever may enter."""
