"""Show an earlier revision of a record again."""

from django.db import transaction

from contacts.actions.errors import CannotRevert, ReasonNeeded
from contacts.record.edition import Document, Edition, Op
from contacts.record.readmodel import Entry
from contacts.record.references import Key, references, relabel, short_form
from contacts.record.writer import begin
from contacts.vocabulary import RecordType


@transaction.atomic
def revert(*, record_type: str, record_id: str, revision: int, by: str, reason: str) -> list[Edition]:
    """Publish an earlier revision as a new edition; return the editions made (none if it is what stands already).

    What the revision refers to is shown as it is called today. The workshop keeps its rows as they are, so the desk
    shows them as changes waiting to be published.
    Raises: ReasonNeeded; CannotRevert, when there is no such revision or something it rests on is gone.
    """
    if not reason.strip():
        raise ReasonNeeded("Say why the earlier revision is right: it is kept in the public history.")
    writer = begin(by)
    entry = Entry.objects.filter(record_type=record_type, record_id=record_id).first()
    if entry is not None and entry.op == Op.MERGE:
        raise CannotRevert("This record was merged into another; its address leads there for good.")
    edition = Edition.objects.filter(record_type=record_type, record_id=record_id, revision=revision).first()
    if edition is None or edition.document is None:
        raise CannotRevert(f"There is no revision {revision} with a text to go back to.")
    return writer.commit(_with_present_names(edition.document), reason=reason)


def _with_present_names(document: Document) -> list[Document]:
    """Return the document and what it rests on, so that the writer embeds the present short forms.

    Raises: CannotRevert, when something other than a related contact is gone.
    """
    present: dict[Key, Document] = {}
    standing = Entry.objects.standing().in_bulk_by_key(references(document))
    for key in references(document):
        entry = standing.get(key)
        if entry is not None and entry.document is not None:
            present[key] = short_form(entry.document)
        elif key[0] != RecordType.CONTACT:
            raise CannotRevert(f"The revision rests on a {key[0]} ({key[1]}) that has been withdrawn since. Publish that again first.")
    return [relabel(document, present)]
