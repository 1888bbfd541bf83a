"""Makes the read model anew from the log alone."""

from itertools import groupby

from django.db import transaction

from contacts.record.edition import Edition, Head
from contacts.record.projection import project
from contacts.record.readmodel import Address, Entry, PublishedClaim, PublishedContact, PublishedReport


@transaction.atomic
def rebuild() -> int:
    """Empty the read model, fold every edition into it, and return how many there were.

    Publishers wait meanwhile; readers see the old state until the transaction ends.
    """
    Head.lock()
    for model in (PublishedClaim, PublishedReport, PublishedContact, Entry, Address):
        model._default_manager.all().delete()
    count = 0
    # Editions of one moment were written by one decision, and a decision names each record at most once.
    for _, group in groupby(Edition.objects.order_by("seq").iterator(chunk_size=500), key=lambda edition: edition.at):
        batch: dict[tuple[str, str], Edition] = {}
        for edition in group:
            key = (edition.record_type, edition.record_id)
            if key in batch:
                project(list(batch.values()))
                batch = {}
            batch[key] = edition
            count += 1
        project(list(batch.values()))
    return count
