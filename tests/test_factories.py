"""The factories build rows that pass the models' own checks, in the states that their traits name."""

import pytest

from contacts.models import ReviewState
from contacts.record.readmodel import Entry, PublishedContact
from tests import factories

pytestmark = pytest.mark.django_db

FACTORIES = [getattr(factories, name) for name in factories.__all__ if name.endswith("Factory")]


@pytest.mark.parametrize("factory", FACTORIES, ids=lambda factory: factory.__name__)
def test_smallest_row_is_valid(factory):
    row = factory()
    row.full_clean()
    assert not Entry.objects.exists()


def test_two_rows_do_not_clash():
    for factory in FACTORIES:
        factory.create_batch(2)


def test_accepted_rows_name_who_decided():
    for row in (factories.ReportFactory(accepted=True), factories.ClaimFactory(accepted=True)):
        assert (row.state, row.decided_by) == ("accepted", "an editor")
        row.full_clean()


def test_ready_contact_is_not_in_the_record():
    contact = factories.ContactFactory(ready=True)
    assert contact.state == ReviewState.READY
    assert not PublishedContact.objects.exists()


def test_published_contact_is_in_the_record():
    contact = factories.ContactFactory(published=True)
    assert contact.state == ReviewState.PUBLISHED
    assert PublishedContact.objects.get().record_id == contact.public_id
