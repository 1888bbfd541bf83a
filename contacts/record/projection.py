"""From an edition to the rows that the public side reads.

`state_after` is pure and is all that replay and dump rest on; `project` writes the tables.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import models

from contacts.dates import parse
from contacts.record.compose import RANKS
from contacts.record.edition import Document, Edition, Op
from contacts.record.readmodel import Address, Entry, PublishedClaim, PublishedContact, PublishedReport
from contacts.record.references import references
from contacts.record.refusals import SlugTaken
from contacts.vocabulary import PLURALS, Property, Rank, RecordType

TopicTree = dict[str, Document]
"""Published topic documents by id."""


def project(editions: list[Edition]) -> None:
    """Bring the read model up to these editions, which name each record at most once.

    Raises: SlugTaken. Queries: a fixed number, whatever the size of the record.
    """
    _keep_addresses(editions)
    _keep_entries(editions)
    contacts = [edition for edition in editions if edition.record_type == RecordType.CONTACT]
    reports = [edition for edition in editions if edition.record_type == RecordType.REPORT]
    topics = [edition for edition in editions if edition.record_type == RecordType.TOPIC and edition.op == Op.MOD]
    if contacts:
        _keep_contacts(contacts)
    if reports:
        _keep_reports(reports)
    if topics:
        refresh_search([edition.record_id for edition in topics], seq=topics[-1].seq)


def _keep_addresses(editions: list[Edition]) -> None:
    wanted = {
        (edition.record_type, edition.document["slug"]): edition.record_id
        for edition in editions
        if edition.document and "slug" in edition.document
    }
    Address.objects.bulk_create(
        [Address(record_type=kind, slug=slug, record_id=key) for (kind, slug), key in wanted.items()],
        ignore_conflicts=True,
        batch_size=1000,
    )
    for address in Address.objects.filter(slug__in=[slug for _, slug in wanted]):
        owner = wanted.get((address.record_type, address.slug), address.record_id)
        if owner != address.record_id:
            raise SlugTaken(
                f"The address /{PLURALS[address.record_type]}/{address.slug}/ already leads to another record "
                f"({address.record_id}). Choose another slug."
            )


def refs_of(document: Document | None) -> list[str]:
    """Return the records that a document refers to, as the read model keeps them: type and id in one word, sorted."""
    return sorted(f"{kind}:{key}" for kind, key in references(document)) if document else []


def _keep_entries(editions: list[Edition]) -> None:
    known = Entry.objects.in_bulk_by_key([(edition.record_type, edition.record_id) for edition in editions])
    rows = []
    for edition in editions:
        before = known.get((edition.record_type, edition.record_id))
        document = edition.document
        rows.append(
            Entry(
                record_type=edition.record_type,
                record_id=edition.record_id,
                slug=(document or {}).get("slug", before.slug if before else ""),
                revision=edition.revision,
                seq=edition.seq,
                op=edition.op,
                document=document,
                refs=refs_of(document),
                reason=edition.reason,
                merged_into=edition.merged_into,
                first_at=before.first_at if before else edition.at,
                modified_at=edition.at,
            )
        )
    _upsert(Entry, rows, ["record_type", "record_id"])


def _upsert(model: type[models.Model], rows: list[Any], unique: list[str]) -> None:
    fields = [
        field.name for field in model._meta.concrete_fields if not field.primary_key and not field.generated and field.name not in unique
    ]
    model._default_manager.bulk_create(rows, update_conflicts=True, unique_fields=unique, update_fields=fields, batch_size=500)


def topic_tree() -> TopicTree:
    """Return the published topics by id. Queries: 1."""
    rows = Entry.objects.standing().filter(record_type=RecordType.TOPIC)
    return {entry.record_id: entry.document for entry in rows if entry.document is not None}


def topic_with_ancestors(topic_id: str, tree: TopicTree) -> list[Document]:
    """Return a topic's document and those above it, nearest first."""
    found: list[Document] = []
    while topic_id in tree and tree[topic_id] not in found:
        found.append(tree[topic_id])
        topic_id = (tree[topic_id]["parent"] or {}).get("id", "")
    return found


def _keep_contacts(editions: list[Edition]) -> None:
    ids = [edition.record_id for edition in editions]
    PublishedClaim.objects.filter(contact_id__in=ids).delete()
    gone = [edition.record_id for edition in editions if edition.document is None]
    PublishedContact.objects.filter(record_id__in=gone).delete()
    tree = topic_tree()
    rows, claims = [], []
    for edition in editions:
        if edition.document is not None:
            rows.append(PublishedContact(record_id=edition.record_id, seq=edition.seq, **contact_row(edition.document, tree)))
            claims += [PublishedClaim(**row) for row in claim_rows(edition.document, tree)]
    _upsert(PublishedContact, rows, ["record_id"])
    PublishedClaim.objects.bulk_create(claims, batch_size=500)


def _keep_reports(editions: list[Edition]) -> None:
    gone = [edition.record_id for edition in editions if edition.document is None]
    PublishedReport.objects.filter(record_id__in=gone).delete()
    rows = [
        PublishedReport(record_id=edition.record_id, seq=edition.seq, **report_row(edition.document))
        for edition in editions
        if edition.document is not None
    ]
    _upsert(PublishedReport, rows, ["record_id"])


def refresh_search(topic_ids: list[str], *, seq: int) -> None:
    """Write again what contacts and claims about these topics are found by, after their place in the tree or aliases changed."""
    tree = topic_tree()
    below = [key for key in tree if any(topic["id"] in topic_ids for topic in topic_with_ancestors(key, tree))]
    for entry in Entry.objects.standing().filter(
        record_type=RecordType.CONTACT, refs__overlap=[f"{RecordType.TOPIC}:{key}" for key in below]
    ):
        assert entry.document is not None
        values = contact_row(entry.document, tree)
        PublishedContact.objects.filter(record_id=entry.record_id).update(
            facets=values["facets"], search_text=values["search_text"], seq=seq
        )
        for row in claim_rows(entry.document, tree):
            PublishedClaim.objects.filter(record_id=row["record_id"]).update(search_text=row["search_text"])


def fold_letters(text: str) -> str:
    """Return the text as it is indexed and asked for: Russian ё written as е, curly apostrophes straight."""
    return text.replace("ё", "е").replace("Ё", "Е").replace("’", "'")


def _text(words: list[str]) -> str:
    return fold_letters("\n".join(word for word in words if word))


def sort_moment(document: Document) -> datetime:
    """Return where a contact stands on the timeline, in UTC: its clock time if known, else noon of its latest day."""
    latest = date.fromisoformat(document["date"]["latest"])
    for claim in sorted(document["claims"], key=lambda claim: RANKS.index(claim["rank"])):
        if (
            claim["rank"] != Rank.DEPRECATED
            and claim["property"] == Property.CLOCK_TIME
            and claim["value"]["date"] == document["date"]["edtf"]
        ):
            return datetime.fromisoformat(claim["value"]["utc"])
    return datetime.combine(latest, time(12), tzinfo=UTC)


def contact_row(document: Document, tree: TopicTree) -> dict[str, Any]:
    """Return the columns of the timeline row that a contact's document makes."""
    earliest, latest = (date.fromisoformat(document["date"][end]) for end in ("earliest", "latest"))
    return {
        "slug": document["slug"],
        "sort_at": sort_moment(document),
        "earliest": earliest,
        "latest": latest,
        "kind": document["kind"],
        "status": document["status"],
        "facets": _facets(document, tree, earliest, latest),
        "card": card_of(document),
        "search_text": _contact_words(document, tree),
    }


def _facets(document: Document, tree: TopicTree, earliest: date, latest: date) -> list[str]:
    found = {f"kind:{document['kind']}", f"status:{document['status']}"}
    for row in document["comparison"]:
        found |= {f"topic:{topic['slug']}" for topic in topic_with_ancestors(row["topic"]["id"], tree)}
    for claim in document["claims"]:
        found.add(f"speaker:{claim['speaker']}")
        people = (claim["person"], claim["value"].get("participant"))
        found |= {f"person:{person['slug']}" for person in people if person}
    found |= {f"publisher:{item['report']['publisher']['slug']}" for item in document["reports"]}
    if document["place"]:
        found.add(f"country:{document['place']['country']}")
    found |= {f"year:{year}" for year in range(earliest.year, latest.year + 1)}
    found |= {f"month:{month}" for month in months_between(earliest, latest)}
    return sorted(found)


def months_between(first: date, last: date) -> list[str]:
    """Return the months from one day to another, both included, as YYYY-MM."""
    months, day = [], first.replace(day=1)
    while day <= last:
        months.append(f"{day:%Y-%m}")
        day = (day + timedelta(days=31)).replace(day=1)
    return months


def card_of(document: Document) -> Document:
    """Return what one line of the timeline shows of a contact."""
    lengths: list[Document] = next((fact["values"] for fact in document["facts"] if fact["property"] == Property.DURATION), [])
    return {
        "id": document["id"],
        "slug": document["slug"],
        "kind": document["kind"],
        "status": document["status"],
        "title": document["title"],
        "summary": document["summary"],
        "date": document["date"],
        "place": document["place"],
        "occasion": document["occasion"],
        "confirmed_by": document["confirmed_by"],
        "lengths": [{"text": value["text"], "speakers": sorted({by["speaker"] for by in value["by"]})} for value in lengths],
        "topics": [
            {"slug": row["topic"]["slug"], "name": row["topic"]["name"], "speakers": sorted(row["said"])}
            for row in document["comparison"]
            if row["said"]
        ],
        "disagreements": document["disagreements"],
        "origins": len(document["origins"]),
        "reports": len(document["reports"]),
    }


def _topic_words(topic_id: str, tree: TopicTree) -> list[str]:
    words = []
    for topic in topic_with_ancestors(topic_id, tree):
        words += [topic["name"], topic["name_ru"], *(alias for aliases in topic["aliases"].values() for alias in aliases)]
    return words


def _contact_words(document: Document, tree: TopicTree) -> str:
    when = parse(document["date"]["edtf"]).earliest
    words = [document["title"], document["summary"], document["occasion"], document["kind"], document["slug"]]
    words += [f"{when.day} {when:%B} {when.year}" if document["date"]["precision"] == "day" else str(when.year)]
    if document["place"]:
        words.append(document["place"]["name"])
    for row in document["comparison"]:
        words += _topic_words(row["topic"]["id"], tree)
    for claim in document["claims"]:
        words += [claim["note"], claim["person"]["name"] if claim["person"] else ""]
        words.append((claim["value"].get("participant") or {}).get("name", ""))
    return _text(words)


def report_row(document: Document) -> dict[str, Any]:
    """Return the columns of the row that a report's document makes."""
    published = document["published"]
    words = [document["title"], document["description"], document["publisher"]["name"], document["author"]]
    return {
        "publisher_id": document["publisher"]["id"],
        "sort_on": parse(published).latest if published else None,
        "card": document,
        "search_text": _text(words),
    }


def claim_rows(document: Document, tree: TopicTree) -> list[dict[str, Any]]:
    """Return the columns of the claim rows that a contact's document makes."""
    reports = {item["report"]["id"]: item["report"] for item in document["reports"]}
    contact = {field: document[field] for field in ("id", "slug", "title", "kind", "date", "status")}
    moment = sort_moment(document)
    rows = []
    for claim in document["claims"]:
        topic = claim["value"].get("topic")
        words = [claim["note"], claim["text"], claim["person"]["name"] if claim["person"] else ""]
        words += _topic_words(topic["id"], tree) if topic else []
        report = reports[claim["report"]]
        rows.append(
            {
                "record_id": claim["id"],
                "contact_id": document["id"],
                "report_id": claim["report"],
                "property": claim["property"],
                "speaker": claim["speaker"],
                "topic_id": topic["id"] if topic else "",
                "person_id": claim["person"]["id"] if claim["person"] else "",
                "sort_at": moment,
                "card": {**claim, "contact": contact, "source": report},
                "search_text": _text(words),
            }
        )
    return rows


def state_after(state: dict[tuple[str, str], Document], edition: Edition) -> None:
    """Fold one edition into a state of records by type and id: what a mirror of the change feed does."""
    state[edition.record_type, edition.record_id] = {
        "type": edition.record_type,
        "id": edition.record_id,
        "revision": edition.revision,
        "seq": edition.seq,
        "op": edition.op,
        "modified_at": edition.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "document": edition.document,
        "merged_into": edition.merged_into,
        "reason": edition.reason if edition.op in (Op.DEL, Op.MERGE) else "",
    }
