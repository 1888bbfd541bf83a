"""Very many contacts on the desk, made within the database, for what the ingest compares an article with."""

from contextlib import suppress
from typing import Any

from django.db import ProgrammingError, connection, transaction

from benchmarks.synthetic import DAYS, FIRST_DAY, KINDS, SENTENCES
from contacts.models import Claim, ClaimState, Contact, Place, Report, ReviewState, Topic
from contacts.vocabulary import Kind, Property, Speaker

VAGUE = 50  # one contact in so many is known by its month only

CONTACTS = """
INSERT INTO contacts_contact ({columns})
SELECT {values} FROM generate_series(1, %(count)s) n
CROSS JOIN LATERAL (SELECT
    %(first)s::date + (hashint4(n) & 2147483647) %% %(days)s AS drawn,
    (%(kinds)s::text[])[1 + (hashint4(n + 1) & 2147483647) %% cardinality(%(kinds)s::text[])] AS kind,
    (%(topics)s::text[])[1 + (hashint4(n + 2) & 2147483647) %% cardinality(%(topics)s::text[])] AS a,
    (%(topics)s::text[])[1 + (hashint4(n + 3) & 2147483647) %% cardinality(%(topics)s::text[])] AS b,
    (%(places)s::bigint[])[1 + (hashint4(n + 4) & 2147483647) %% cardinality(%(places)s::bigint[])] AS place,
    (%(sentences)s::text[])[1 + (hashint4(n + 5) & 2147483647) %% cardinality(%(sentences)s::text[])] AS sentence,
    n %% %(vague)s = 0 AS vague
) drawn
CROSS JOIN LATERAL (SELECT
    CASE WHEN vague THEN date_trunc('month', drawn)::date ELSE drawn END AS first,
    CASE WHEN vague THEN (date_trunc('month', drawn) + interval '1 month - 1 day')::date ELSE drawn END AS last
) bounds
"""
CLAIMS = """
INSERT INTO contacts_claim ({columns})
SELECT {values} FROM contacts_contact contact
CROSS JOIN LATERAL (SELECT
    (%(topics)s::bigint[])[1 + (hashint8(contact.id) & 2147483647) %% cardinality(%(topics)s::bigint[])] AS topic,
    (%(speakers)s::text[])[1 + (hashint8(contact.id + 1) & 2147483647) %% cardinality(%(speakers)s::text[])] AS speaker
) drawn
WHERE contact.public_id LIKE 'b%%' AND contact.id > %(after)s AND contact.id %% 2 = %(turn)s
"""


def crowd(count: int) -> None:
    """Add `count` contacts to the workshop, days and kinds drawn as `synthesize` draws them, each with an accepted claim.

    Half of the claims name a topic, half a length. Indexes are built at the end, which takes half the time.
    """
    last = Contact.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    with connection.cursor() as cursor:
        with suppress(ProgrammingError), transaction.atomic():  # a superuser alone may; for others foreign keys are checked row by row
            cursor.execute("SET session_replication_role = replica")
        with connection.schema_editor() as editor:
            for model in (Contact, Claim):
                for index in model._meta.indexes:
                    editor.remove_index(model, index)
        cursor.execute(_filled(CONTACTS, Contact, _contact_values()), _draws(count))
        for turn, values in enumerate((_claim_values(topic=True), _claim_values(topic=False))):
            cursor.execute(_filled(CLAIMS, Claim, values), {**_draws(count), "after": last, "turn": turn, **_claim_draws()})
        with connection.schema_editor() as editor:
            for model in (Contact, Claim):
                for index in model._meta.indexes:
                    editor.add_index(model, index)
        cursor.execute("VACUUM ANALYZE contacts_contact, contacts_claim")


def _filled(statement: str, model: type[Contact] | type[Claim], given: dict[str, str]) -> str:
    """Fill in the columns of a table: what is given as SQL, else the default of a text, number or time, else nothing."""
    values: dict[str, str] = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or field.column is None:
            continue
        kind = field.get_internal_type()
        default = "NULL" if field.null else "now()" if kind == "DateTimeField" else "false" if kind == "BooleanField" else "''"
        values[field.column] = given.get(field.column, "'{}'" if kind == "ArrayField" else default)
    return statement.format(columns=", ".join(values), values=", ".join(values.values()))


def _contact_values() -> dict[str, str]:
    return {
        "public_id": "'b' || lpad(to_hex(n), 9, '0')",
        "slug": "drawn || '-' || kind || '-b' || to_hex(n)",
        "kind": "kind",
        "date": "CASE WHEN vague THEN to_char(drawn, 'YYYY-MM') ELSE drawn::text END",
        "earliest": "first",
        "latest": "last",
        "title": "initcap(kind) || ' on ' || a || ' and ' || b",
        "summary": "replace(replace(sentence, '{a}', a), '{b}', b)",
        "place_id": f"CASE WHEN kind IN ('{Kind.MEETING}', '{Kind.SUMMIT}') THEN place END",
        "state": f"'{ReviewState.READY}'",
    }


def _claim_values(*, topic: bool) -> dict[str, str]:
    value = {"topic_id": "topic"} if topic else {"minutes": "10 + contact.id %% 120", "qualifier": "'about'"}
    return value | {
        "public_id": "contact.public_id",
        "contact_id": "contact.id",
        "report_id": "%(report)s",
        "property": f"'{Property.TOPIC if topic else Property.DURATION}'",
        "speaker": "speaker",
        "rank": "'normal'",
        "passage_state": "'none'",
        "state": f"'{ClaimState.ACCEPTED}'",
        "decided_by": "'bench'",
        "decided_at": "now()",
    }


def _draws(count: int) -> dict[str, Any]:
    return {
        "count": count,
        "first": FIRST_DAY,
        "days": DAYS,
        "kinds": [kind.value for kind in KINDS],
        "topics": [name.lower() for name in Topic.objects.values_list("name", flat=True)],
        "places": list(Place.objects.values_list("pk", flat=True)),
        "sentences": list(SENTENCES),
        "vague": VAGUE,
    }


def _claim_draws() -> dict[str, Any]:
    return {
        "topics": list(Topic.objects.values_list("pk", flat=True)),
        "speakers": [Speaker.KREMLIN.value, Speaker.WHITE_HOUSE.value, Speaker.PRESS.value],
        "report": Report.objects.order_by("pk").values_list("pk", flat=True).first(),
    }
