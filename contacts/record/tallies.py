"""Counts that lists show and that no index holds: one grouped query each, kept until the record moves on.

Each takes the seq at which the record stands and costs 1 query the first time it is asked for that seq.
"""

from functools import lru_cache

from django.db import connection
from django.db.models import Count

from contacts.record.index import TimelineIndex
from contacts.record.projection import TopicTree
from contacts.record.readmodel import Entry, PublishedClaim, PublishedReport
from contacts.vocabulary import Rank, RecordType

SidesByTopic = dict[str, dict[str, int]]
"""Number of contacts by topic id and side."""

_CONTACTS_BY_SIDE = """
SELECT above.topic, side.name, count(DISTINCT claim.contact_id)
FROM record_publishedclaim AS claim
JOIN unnest(%(topics)s::text[], %(above)s::text[]) AS above (own, topic) ON above.own = claim.topic_id
JOIN (VALUES ('kremlin', 'kremlin'), ('white-house', 'white-house'), ('joint', 'kremlin'), ('joint', 'white-house'))
  AS side (speaker, name) ON side.speaker = claim.speaker
WHERE claim.property = 'topic' AND claim.card ->> 'rank' <> %(set_aside)s
GROUP BY above.topic, side.name
"""

_CONTACTS_BY_PLACE = """
SELECT card #>> '{place,id}', count(*) FROM record_publishedcontact WHERE card #>> '{place,id}' IS NOT NULL GROUP BY 1
"""


@lru_cache(maxsize=2)
def contacts_by_side(seq: int) -> SidesByTopic:
    """Return in how many contacts each side names a topic or one below it; what both say jointly counts for both.

    Queries: 2 (the tree, the count).
    """
    own, above = [], []
    for topic_id, chain in lines_of(light_tree()).items():
        own += [topic_id] * len(chain)
        above += chain
    found: SidesByTopic = {}
    with connection.cursor() as cursor:
        cursor.execute(_CONTACTS_BY_SIDE, {"topics": own, "above": above, "set_aside": Rank.DEPRECATED})
        for topic_id, side, contacts in cursor.fetchall():
            found.setdefault(topic_id, {})[side] = contacts
    return found


def light_tree() -> TopicTree:
    """Return the published topics by id, without aliases: id, slug, names, parent, description. Queries: 1."""
    rows = Entry.objects.standing().filter(record_type=RecordType.TOPIC)
    names = ("name", "name_ru", "parent", "description")
    values = rows.values_list("record_id", "slug", *(f"document__{name}" for name in names))
    return {row[0]: {"id": row[0], "slug": row[1], **dict(zip(names, row[2:], strict=True))} for row in values}


def lines_of(tree: TopicTree) -> dict[str, list[str]]:
    """Return, for each record of a tree (topics, places), its own id and those of the ones above it, nearest first."""
    lines = {}
    for own in tree:
        line: list[str] = []
        step = own
        while step in tree and step not in line:
            line.append(step)
            step = (tree[step]["parent"] or {}).get("id", "")
        lines[own] = line
    return lines


@lru_cache(maxsize=2)
def reports_by_publisher(seq: int) -> dict[str, int]:
    """Return the number of reports of each publisher, by its id."""
    rows = PublishedReport.objects.values_list("publisher_id").annotate(number=Count("record_id")).order_by()
    return dict(rows)


@lru_cache(maxsize=2)
def claims_by_person(seq: int) -> dict[str, int]:
    """Return how many claims rest on each person's word, by the person's id."""
    rows = PublishedClaim.objects.exclude(person_id="").values_list("person_id").annotate(number=Count("record_id")).order_by()
    return dict(rows)


@lru_cache(maxsize=2)
def contacts_by_place(seq: int) -> dict[str, int]:
    """Return the number of contacts at each place itself, without those inside it, by the place's id."""
    with connection.cursor() as cursor:
        cursor.execute(_CONTACTS_BY_PLACE)
        return dict(cursor.fetchall())


def contacts_with(present: TimelineIndex, facet: str, value: str) -> int:
    """Return how many contacts bear a facet value, from memory. Queries: none."""
    return present.sets.get(f"{facet}:{value}", 0).bit_count()
