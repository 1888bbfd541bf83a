"""The log alone gives the dump and all that pages read, whatever was decided; what was written past the log is found."""

import hashlib
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from contacts.actions.merge import merge
from contacts.actions.publish import publish
from contacts.actions.withdraw import withdraw
from contacts.record import index
from contacts.record.dump import BrokenLog, differences, dump_files, publications, replay_files, write_dump
from contacts.record.edition import Edition, Head
from contacts.record.readmodel import Address, Entry, PublishedClaim, PublishedContact, PublishedReport
from contacts.record.rebuild import rebuild
from contacts.record.tasks import verify_record
from contacts.vocabulary import Property
from tests.factories import ClaimFactory, ContactFactory, TopicFactory
from tests.record.editor import Editor

pytestmark = pytest.mark.django_db

BY = "an editor"
READ_MODEL = (Entry, Address, PublishedContact, PublishedReport, PublishedClaim)


def read_model():
    """Every column of every row that pages read, surrogate keys apart."""
    keys = {Entry: ("record_type", "record_id"), Address: ("record_type", "slug")}
    found = {}
    for model in READ_MODEL:
        fields = [field.name for field in model._meta.concrete_fields if not (field.primary_key and field.name == "id")]
        found[model.__name__] = list(model._base_manager.order_by(*keys.get(model, ("record_id",))).values(*fields))
    for entry in found["Entry"]:
        entry["refs"].sort()  # a set, in the order in which a document happened to name them
    return found


def run(*arguments, **options):
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


class EditorWhoIsWatched(Editor):
    def check(self):
        seqs = list(Edition.objects.values_list("seq", flat=True))
        assert seqs == list(range(1, Head.current().seq + 1))
        assert replay_files() == dump_files()
        assert differences() == []
        before = read_model()
        rebuild()
        assert {name: rows for name, rows in read_model().items() if rows != before[name]} == {}
        assert differences() == []


def test_replay_gives_the_dump_whatever_was_decided(db):
    # Half of the profile's examples: one takes as long as a dozen of others.
    run_state_machine_as_test(EditorWhoIsWatched, settings=settings(max_examples=settings().max_examples // 2, stateful_step_count=15))


@pytest.fixture
def record(db):
    """A record in which each operation has been at work: two contacts that stand, one merged, one withdrawn, a renamed topic."""
    topic = TopicFactory(slug="syria", parent=TopicFactory())
    first, second, loser, wrong = (ContactFactory(ready=True, date=date) for date in ("2017-11-21", "2018", "2019-08", "2016"))
    first.slug = "former"
    first.save()
    ClaimFactory(contact=first, accepted=True, property=Property.TOPIC, topic=topic)
    publish(rows=[first, second, loser, wrong], by=BY)
    first.slug = "renamed"
    first.save()
    publish(rows=[first], by=BY)
    merge(loser=loser, survivor=second, by=BY, reason="One contact.")
    withdraw(row=wrong, by=BY, reason="It never took place.")
    return first


def test_replay_gives_the_dump_after_each_operation(record):
    assert set(Edition.objects.values_list("op", flat=True)) == {"ADD", "MOD", "DEL", "MERGE"}
    assert replay_files() == dump_files()
    assert "Replay equals dump at seq" in run("replay", verify=True)
    assert verify_record() == 0


def test_rebuilding_changes_nothing(record):
    before = read_model()
    assert f"anew from {Head.current().seq} editions" in run("replay", rebuild=True)
    assert read_model() == before


def test_replaying_a_part_gives_the_record_as_it_stood(record):
    editions = Edition.objects.filter(record_id=record.public_id)
    first = editions.get(revision=1)
    lines = replay_files(until=first.seq)["contacts.ndjson"].decode().splitlines()
    states = {json.loads(line)["id"]: json.loads(line) for line in lines}
    assert states[record.public_id]["document"] == first.document
    assert json.loads(replay_files(until=first.seq)["index.json"])["seq"] == first.seq
    assert replay_files(until=0)["contacts.ndjson"] == b""


def test_dump_of_an_empty_record():
    files = dump_files()
    assert files == replay_files()
    assert all(content == b"" for name, content in files.items() if name != "index.json")
    assert differences() == []


def test_dump_command_writes_whole_files_with_checksums(record, tmp_path):
    target = tmp_path / "below" / "dump"
    out = run("dump", str(target))
    assert f"Dumped to {target} at seq {Head.current().seq}." in out
    index_file = json.loads((target / "index.json").read_text())
    names = {file["name"] for file in index_file["files"]}
    assert {path.name for path in target.iterdir()} == names | {"index.json"}
    assert names == {f"{plural}.ndjson" for plural in ("contacts", "reports", "publishers", "topics", "people", "places", "gone")}
    for file in index_file["files"]:
        content = (target / file["name"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
        assert file["records"] == len(content.splitlines())
        assert file["sha256"] in out
    assert {path.name: path.read_bytes() for path in target.iterdir()} == dump_files()


def test_dump_holds_tombstones_and_no_text_of_what_is_gone(record):
    gone = [json.loads(line) for line in dump_files()["gone.ndjson"].decode().splitlines()]
    assert {state["op"] for state in gone} == {"DEL", "MERGE"}
    assert all(state["document"] is None for state in gone)
    assert "It never took place." in {state["reason"] for state in gone}
    assert [state["merged_into"] for state in gone if state["op"] == "MERGE"] == [Entry.objects.get(op="MERGE").merged_into]


def test_dump_is_written_in_one_way_alone(record):
    for name, content in dump_files().items():
        states = [json.loads(line) for line in content.decode().splitlines()]
        lines = [json.dumps(state, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n" for state in states]
        assert content.decode() == "".join(lines)
        if name != "index.json":
            assert states == sorted(states, key=lambda state: (state["type"], state["id"]))


def test_dumping_again_replaces_the_files(record, tmp_path):
    write_dump(tmp_path)
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    write_dump(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first
    ContactFactory(published=True)
    write_dump(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == dump_files() != first


def test_dump_where_nothing_can_be_written_is_refused_in_words(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match=r"Cannot write to .* Choose a directory"):
        run("dump", str(tmp_path / "file" / "dump"))


def test_publications_of_a_record_are_newest_first(record):
    assert [edition.revision for edition in publications("contact", record.public_id)] == [2, 1]


def past_the_trigger(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE record_edition DISABLE TRIGGER edition_is_final")
        cursor.execute(statement, values)
        cursor.execute("ALTER TABLE record_edition ENABLE TRIGGER edition_is_final")


def corrupted(model, **values):
    def corrupt():
        row = model._base_manager.order_by("pk").last()
        assert any(getattr(row, name) != value for name, value in values.items())
        model._base_manager.filter(pk=row.pk).update(**values)

    return corrupt


def corrupted_entry(**values):
    def corrupt():
        Entry.objects.filter(pk=Entry.objects.standing().filter(record_type="contact").first().pk).update(**values)

    return corrupt


def changed_text():
    entry = Entry.objects.standing().filter(record_type="contact").first()
    Entry.objects.filter(pk=entry.pk).update(document=entry.document | {"title": "Written past the log"})


def added_contact():
    row = PublishedContact.objects.first()
    row.record_id = "intruder"
    row.save(force_insert=True)


CORRUPTIONS = {
    "text of a record": changed_text,
    "revision of a record": corrupted_entry(revision=9),
    "seq of a record": corrupted_entry(seq=1),
    "moment of a record": corrupted_entry(modified_at=timezone.now()),
    "references of a record": corrupted_entry(refs=[]),
    "slug of a record": corrupted_entry(slug="elsewhere"),
    "a record gone": lambda: Entry.objects.filter(record_type="publisher").first().delete(),
    "reason of a tombstone": lambda: Entry.objects.filter(op="DEL", record_type="contact").update(reason="Another"),
    "survivor of a merge": lambda: Entry.objects.filter(op="MERGE").update(merged_into="elsewhere"),
    "a contact missing": lambda: PublishedContact.objects.first().delete(),
    "a contact too many": added_contact,
    "slug of a contact": corrupted(PublishedContact, slug="elsewhere"),
    "order of a contact": corrupted(PublishedContact, sort_at=timezone.now()),
    "bounds of a contact": corrupted(PublishedContact, earliest="1999-01-01"),
    "kind of a contact": corrupted(PublishedContact, kind="summit"),
    "status of a contact": corrupted(PublishedContact, status="denied"),
    "facets of a contact": corrupted(PublishedContact, facets=[]),
    "card of a contact": corrupted(PublishedContact, card={}),
    "words of a contact": corrupted(PublishedContact, search_text="nothing"),
    "a report missing": lambda: PublishedReport.objects.first().delete(),
    "publisher of a report": corrupted(PublishedReport, publisher_id="x"),
    "order of a report": corrupted(PublishedReport, sort_on="1999-01-01"),
    "card of a report": corrupted(PublishedReport, card={}),
    "words of a report": corrupted(PublishedReport, search_text="nothing"),
    "a claim missing": lambda: PublishedClaim.objects.first().delete(),
    "contact of a claim": corrupted(PublishedClaim, contact_id="x"),
    "card of a claim": corrupted(PublishedClaim, card={}),
    "topic of a claim": corrupted(PublishedClaim, topic_id="x"),
    "speaker of a claim": corrupted(PublishedClaim, speaker="press"),
    "words of a claim": corrupted(PublishedClaim, search_text="nothing"),
    "present address missing": lambda: Address.objects.filter(slug="renamed").delete(),
    "present address leads elsewhere": lambda: Address.objects.filter(slug="renamed").update(record_id="x"),
    "former address missing": lambda: Address.objects.filter(slug="former").delete(),
    "former address leads elsewhere": lambda: Address.objects.filter(slug="former").update(record_id="x"),
    "an address too many": lambda: Address.objects.create(record_type="contact", slug="never-published", record_id="x"),
}


@pytest.mark.parametrize("corrupt", CORRUPTIONS.values(), ids=CORRUPTIONS.keys())
def test_row_written_past_the_log_is_found_and_repaired(record, corrupt):
    before = read_model()
    corrupt()
    with pytest.raises(CommandError, match="differences:") as found:
        run("replay", verify=True)
    assert "replay --rebuild" in str(found.value)
    assert "Replay equals dump" in run("replay", rebuild=True)
    assert read_model() == before


def test_head_that_ran_ahead_is_found(record):
    Head.objects.update(seq=Head.current().seq + 1)
    with pytest.raises(CommandError, match="head is not at the last edition"):
        run("replay", verify=True)


def test_hole_in_the_log_is_found(record):
    past_the_trigger("DELETE FROM record_edition WHERE seq = %s", 3)
    with pytest.raises(BrokenLog, match="jumps from seq 2 to 4"):
        replay_files()
    with pytest.raises(CommandError, match="jumps from seq 2 to 4"):
        run("replay", verify=True)


def test_edition_rewritten_past_the_trigger_is_found(record):
    past_the_trigger("""UPDATE record_edition SET document = document || '{"title": "x"}' WHERE record_type = 'contact' AND op = 'MOD'""")
    with pytest.raises(CommandError, match=r"contacts\.ndjson differs"):
        run("replay", verify=True)


def test_nightly_task_counts_and_logs_differences(record, caplog):
    changed_text()
    assert verify_record() == len(caplog.records) > 0


def test_replay_needs_to_be_told_what_to_do():
    with pytest.raises(CommandError, match="--verify --rebuild"):
        run("replay")


def test_publish_command(record):
    contact = ContactFactory(ready=True, slug="2020-04-09-call")
    assert "record is at seq" in run("publish", "2020-04-09-call", by="operator", reason="First.")
    assert publications("contact", contact.public_id)[0].who == "operator"
    assert "Published: 0 editions" in run("publish", all=True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({}, "Name the contacts to publish, or give --all"),
        ({"slugs": ["unknown"]}, "No contact has the slug unknown. Nothing was published"),
        ({"slugs": ["bare"]}, "no accepted claim on an accepted report.* Nothing was published"),
    ],
)
def test_publish_command_refuses_in_words(arguments, says):
    ContactFactory(slug="bare")
    with pytest.raises(CommandError, match=says):
        run("publish", *arguments.get("slugs", []))
    assert Head.current().seq == 0


def test_index_is_not_kept_past_a_rebuild(record):
    assert index.current().total == 2
    rebuild()
    assert index.current().total == 2
