"""Many people publish at once: numbers without a hole, nobody's decision lost, one truth at the end."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from contacts.actions.errors import CannotDecide
from contacts.actions.merge import merge
from contacts.actions.publish import publish, publish_all
from contacts.actions.withdraw import withdraw
from contacts.models import Contact
from contacts.record.dump import differences, dump_files, replay_files
from contacts.record.edition import Edition, Head
from contacts.record.filters import Filters
from contacts.record.readmodel import Entry, PublishedContact
from contacts.record.timeline import read
from contacts.record.writer import StillReferredTo, begin
from contacts.vocabulary import Property, Speaker
from tests.factories import ClaimFactory, ContactFactory, TopicFactory

pytestmark = pytest.mark.django_db(transaction=True)

EDITORS = 8


def at_once(*jobs):
    """Run the jobs in threads that begin at the same moment, each with a connection of its own; return their outcomes in order."""
    together = threading.Barrier(len(jobs), timeout=60)

    def work(job):
        try:
            connection.ensure_connection()
            together.wait()
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(timeout=120) for future in [pool.submit(work, job) for job in jobs]]


def assert_whole():
    seqs = list(Edition.objects.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, Head.current().seq + 1))
    assert replay_files() == dump_files()
    assert differences() == []


def test_editions_are_written_inside_a_transaction_only():
    with pytest.raises(transaction.TransactionManagementError, match="inside a transaction"):
        begin("an editor")


def test_different_contacts_at_once():
    topic = TopicFactory()
    contacts = ContactFactory.create_batch(EDITORS * 3, ready=True)
    for contact in contacts:
        ClaimFactory(contact=contact, accepted=True, property=Property.TOPIC, topic=topic)

    def editor(number):
        def job():
            return [edition.seq for contact in contacts[number::EDITORS] for edition in publish(rows=[contact], by=f"editor {number}")]

        return job

    made = at_once(*(editor(number) for number in range(EDITORS)))
    assert sorted(seq for seqs in made for seq in seqs) == list(range(1, Head.current().seq + 1))
    assert PublishedContact.objects.count() == len(contacts)
    assert Edition.objects.filter(record_type="topic").count() == 1
    assert set(Edition.objects.values_list("who", flat=True)) == {f"editor {number}" for number in range(EDITORS)}
    assert_whole()


def test_one_contact_at_once_loses_nobodys_claim():
    contact = ContactFactory(published=True)
    first = Head.current().seq

    def editor(number):
        def job():
            ClaimFactory(contact_id=contact.pk, contact=contact, accepted=True, property=Property.OUTCOME, text=f"Outcome {number}.")
            return publish(rows=[Contact.objects.get(pk=contact.pk)], by=f"editor {number}")

        return job

    made = at_once(*(editor(number) for number in range(EDITORS)))
    document = Entry.objects.get(record_id=contact.public_id).document
    assert {claim["text"] for claim in document["claims"]} >= {f"Outcome {number}." for number in range(EDITORS)}
    revisions = list(Edition.objects.filter(record_id=contact.public_id).order_by("seq").values_list("revision", flat=True))
    assert revisions == list(range(1, len(revisions) + 1))
    assert sum(map(len, made)) == Head.current().seq - first
    assert_whole()


def test_everybody_publishes_everything_at_once():
    contacts = ContactFactory.create_batch(5, ready=True)
    made = at_once(*[lambda: publish_all(by="an editor")] * EDITORS)
    assert sum(map(len, made)) == Head.current().seq == len(contacts) * 3
    assert_whole()


def test_publishing_withdrawing_merging_and_renaming_at_once():
    topic = TopicFactory()
    contacts = ContactFactory.create_batch(6, ready=True)
    for contact in contacts:
        ClaimFactory(contact=contact, accepted=True, property=Property.TOPIC, topic=topic, speaker=Speaker.WHITE_HOUSE)
    publish_all(by="an editor")

    def attempt(action, **arguments):
        def job():
            try:
                return action(by="an editor", **arguments)
            except (CannotDecide, StillReferredTo):
                return []

        return job

    def rename(name):
        def job():
            row = type(topic).objects.get(pk=topic.pk)
            row.name = name
            row.save()
            return publish(rows=[row], by="an editor")

        return job

    at_once(
        attempt(withdraw, row=contacts[0], reason="Wrong."),
        attempt(merge, loser=contacts[0], survivor=contacts[1], reason="One contact."),
        attempt(merge, loser=contacts[2], survivor=contacts[1], reason="One contact."),
        attempt(merge, loser=contacts[1], survivor=contacts[2], reason="One contact."),
        attempt(publish, rows=[contacts[3]]),
        attempt(withdraw, row=contacts[3], reason="Wrong."),
        rename("Syria"),
        rename("Syrian war"),
    )
    name = Entry.objects.get(record_type="topic").document["name"]
    for entry in Entry.objects.standing().filter(record_type="contact"):
        assert {row["topic"]["name"] for row in entry.document["comparison"]} == {name}
    assert_whole()


def others_that_wait_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        return cursor.fetchone()[0]


def test_numbers_are_given_out_in_the_order_of_commits():
    """The second to publish waits until the first has committed: no reader ever meets seq 4 before seq 1."""
    slow, fast = ContactFactory.create_batch(2, ready=True)
    locked = threading.Event()

    def first():
        with transaction.atomic():
            publish(rows=[slow], by="slow")
            locked.set()
            deadline = time.monotonic() + 30
            while not others_that_wait_for_a_lock():
                assert time.monotonic() < deadline, "nobody waited"
                time.sleep(0.01)

    def second():
        assert locked.wait(30)
        assert Head.current().seq == 0
        return [edition.seq for edition in publish(rows=[fast], by="fast")]

    assert at_once(first, second) == [None, [4, 5, 6]]
    assert_whole()


def test_a_decision_that_fails_leaves_no_hole():
    fine = ContactFactory.create_batch(4, ready=True)
    doomed = ContactFactory.create_batch(4, ready=True)

    class PowerCut(Exception):
        pass

    def fails(contact):
        def job():
            try:
                with transaction.atomic():
                    publish(rows=[contact], by="unlucky")
                    raise PowerCut
            except PowerCut:
                return []

        return job

    at_once(*(fails(contact) for contact in doomed), *(lambda contact=contact: publish(rows=[contact], by="lucky") for contact in fine))
    assert set(Edition.objects.values_list("who", flat=True)) == {"lucky"}
    assert Head.current().seq == 4 * 3
    assert_whole()


def test_readers_and_the_nightly_check_see_one_moment_while_others_publish():
    contacts = ContactFactory.create_batch(12, ready=True)
    done = threading.Event()

    def writer():
        try:
            for contact in contacts:
                publish(rows=[contact], by="an editor")
        finally:
            done.set()

    def checker():
        found = []
        while not done.is_set():
            found += differences()
        return found

    def reader():
        shown = []
        while not done.is_set():
            shown.append(len(read(Filters()).cards))
        return shown

    _, found, shown = at_once(writer, checker, reader)
    assert found == []
    assert shown == sorted(shown)
    assert_whole()
