"""Appends to the log: decides what has changed, carries changes to the records that refer to it, writes all at once."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from contacts.record.compose import complete
from contacts.record.diff import changed_fields
from contacts.record.edition import Document, Edition, Head, Op
from contacts.record.projection import project
from contacts.record.readmodel import Entry, PublishedClaim
from contacts.record.references import Key, key_of, references, relabel, short_form
from contacts.record.refusals import ClaimElsewhere, StillReferredTo
from contacts.vocabulary import RecordType

ORDER = [RecordType.PLACE, RecordType.PERSON, RecordType.TOPIC, RecordType.PUBLISHER, RecordType.REPORT, RecordType.CONTACT]
"""Record types such that each comes after those it refers to: a mirror never meets an unknown reference."""


class Writer:
    """Holds the lock of the log until the surrounding transaction ends, and appends in the name of `who`."""

    def __init__(self, head: Head, who: str, at: datetime) -> None:
        """Begin to write after `head`."""
        self._head, self._who, self._at = head, who, at

    def commit(
        self,
        documents: Iterable[Document],
        *,
        gone: dict[Key, str] | None = None,
        merged: dict[Key, Key] | None = None,
        reason: str = "",
        correction: str = "",
    ) -> list[Edition]:
        """Publish these documents, withdraw `gone` (with the reason of each), let `merged` lead to their survivors.

        Records whose published document does not change get no edition. Records that refer to a changed one are
        published again with the new short form.
        Raises: StillReferredTo; ClaimElsewhere; SlugTaken.
        """
        gone, merged = gone or {}, merged or {}
        wanted = {key_of(document): document for document in documents}
        before = Entry.objects.in_bulk_by_key([*wanted, *gone, *merged])
        wanted = _settle(wanted, before, set(gone), merged)
        _refuse_claims_of_others(wanted, gone=[*gone, *merged])
        before |= Entry.objects.in_bulk_by_key([key for key in wanted if key not in before])
        editions = [
            self._next(Op.MOD if _stands(before.get(key)) else Op.ADD, key, before.get(key), wanted[key], reason, correction)
            for key in sorted(wanted, key=_place_in_order)
            if not (_stands(before.get(key)) and before[key].document == wanted[key])
        ]
        for key, survivor in merged.items():
            editions.append(self._next(Op.MERGE, key, before[key], None, reason, correction, merged_into=survivor[1]))
        for key, why in gone.items():
            editions.append(self._next(Op.DEL, key, before[key], None, why, correction))
        for edition in editions:
            self._head.seq += 1
            edition.seq = self._head.seq
        if editions:
            Edition.objects.bulk_create(editions, batch_size=500)
            project(editions)
            self._head.at = self._at
            self._head.save(update_fields=["seq", "at"])
        return editions

    def _next(
        self,
        op: Op,
        key: Key,
        entry: Entry | None,
        document: Document | None,
        reason: str,
        correction: str,
        merged_into: str = "",
    ) -> Edition:
        return Edition(
            record_type=key[0],
            record_id=key[1],
            revision=entry.revision + 1 if entry else 1,
            op=op,
            document=document,
            changed=changed_fields(entry.document if entry else None, document) if op == Op.MOD else [],
            reason=reason,
            correction=correction if op != Op.ADD else "",
            merged_into=merged_into,
            who=self._who,
            at=self._at,
        )


def begin(who: str) -> Writer:
    """Return a writer that holds the lock of the log until the surrounding transaction ends.

    Take it before reading what is to be published, so that nothing changes in between.
    Raises: TransactionManagementError, outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("Editions are written inside a transaction.")
    head = Head.lock()
    return Writer(head, who, max(timezone.now(), head.at))


def preview(documents: Iterable[Document]) -> dict[Key, Document]:
    """Return what publishing these documents now would publish, records that change along with them included.

    Raises: StillReferredTo.
    """
    wanted = {key_of(document): document for document in documents}
    return _settle(wanted, Entry.objects.in_bulk_by_key(list(wanted)), set(), {})


def _place_in_order(key: Key) -> int:
    return ORDER.index(RecordType(key[0]))


def _stands(entry: Entry | None) -> bool:
    return entry is not None and entry.op in (Op.ADD, Op.MOD)


def _settle(wanted: dict[Key, Document], before: dict[Key, Entry], gone: set[Key], merged: dict[Key, Key]) -> dict[Key, Document]:
    """Return all documents to publish: the wanted ones with the right short forms, and the dependents that change with them."""
    settled = dict(wanted)
    known = _contact_forms(wanted)
    settled = {key: _adjust(document, known, gone | merged.keys(), strict=True) for key, document in settled.items()}
    forms = {
        key: short_form(document)
        for key, document in settled.items()
        if _stands(before.get(key)) and short_form(before[key].document or {}) != short_form(document)
    }
    for loser, survivor in merged.items():
        entry = before.get(survivor) or Entry.objects.in_bulk_by_key([survivor])[survivor]
        forms[loser] = short_form(settled.get(survivor) or entry.document or {})
    leaving = set(gone)
    while forms or leaving:
        changed: dict[Key, Document] = {}
        for entry in Entry.objects.standing().filter(refs__overlap=[f"{kind}:{key}" for kind, key in {*forms, *leaving}]):
            key = (entry.record_type, entry.record_id)
            if key in gone or key in merged or entry.document is None:
                continue
            old = settled.get(key, entry.document)
            new = _adjust(old, forms, leaving)
            if new != old:
                settled[key] = new
                if short_form(new) != short_form(old):
                    changed[key] = short_form(new)
        forms, leaving = changed, set()
    return settled


def _contact_forms(wanted: dict[Key, Document]) -> dict[Key, Document]:
    """Return the short forms of the contacts that the wanted documents relate to, as far as they are or will be published."""
    related = {key for document in wanted.values() for key in references(document) if key[0] == RecordType.CONTACT and key not in wanted}
    forms = {
        key: short_form(entry.document)
        for key, entry in Entry.objects.in_bulk_by_key(list(related)).items()
        if _stands(entry) and entry.document
    }
    return forms | {key: short_form(document) for key, document in wanted.items() if key[0] == RecordType.CONTACT}


def _adjust(document: Document, forms: dict[Key, Document], leaving: set[Key], *, strict: bool = False) -> Document:
    """Return a document with new short forms, without what is leaving the record, and all that follows computed anew.

    Raises: StillReferredTo, when the document cannot do without what is leaving.
    """
    document = relabel(document, forms)
    if document["type"] != RecordType.CONTACT:
        _refuse_to_lose(document, leaving)
        return document
    own = key_of(document)
    related = {
        key: item
        for item in reversed(document["related"])  # of two that a merge made one, the first stays
        if (key := key_of(item["contact"])) not in leaving and key != own and (not strict or key in forms)
    }
    document["related"] = list(reversed(related.values()))
    lost = {record_id for record_type, record_id in leaving if record_type == RecordType.REPORT}
    if lost & {item["report"]["id"] for item in document["reports"]}:
        document["reports"] = [item for item in document["reports"] if item["report"]["id"] not in lost]
        document["claims"] = [claim for claim in document["claims"] if claim["report"] not in lost]
        if not document["reports"] or not document["claims"]:
            raise StillReferredTo(
                f"“{document['title']}” ({document['slug']}) rests on this report alone. Withdraw the contact, or add another source first."
            )
    _refuse_to_lose(document, leaving)
    return complete(document)


def _refuse_claims_of_others(wanted: dict[Key, Document], *, gone: list[Key]) -> None:
    """Raise ClaimElsewhere for a claim of these contacts that stands in a published contact which keeps it. Queries: 1."""
    contacts = {key[1]: document for key, document in wanted.items() if key[0] == RecordType.CONTACT}
    leaving = [record_id for _, record_id in gone]
    ids = [claim["id"] for document in contacts.values() for claim in document["claims"]]
    held = PublishedClaim.objects.filter(record_id__in=ids).exclude(contact_id__in=[*contacts, *leaving])
    for claim in held.values("record_id", "card")[:1]:
        contact = claim["card"]["contact"]
        raise ClaimElsewhere(
            f"Claim {claim['record_id']} is published with “{contact['title']}” ({contact['slug']}). "
            "Publish that contact too, or first, so that the claim leaves it."
        )


def _refuse_to_lose(document: Document, leaving: set[Key]) -> None:
    held = leaving & set(references(document))
    if held:
        name = document.get("title") or document.get("name") or document["id"]
        raise StillReferredTo(f"The published {document['type']} “{name}” refers to it. Change that first.")
