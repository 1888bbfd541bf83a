"""How records stand inside one another's documents."""

from contacts.record.compose import complete
from contacts.record.references import SHORT_FORMS, key_of, references, relabel, short_form
from contacts.vocabulary import RecordType
from tests.record.documents import claim, core, report, said, short


def contact():
    place = short("place", "helsinki", country="FI")
    claims = [said("kremlin", "syria", person=short("person", "ushakov")), claim("press", "assertion")]
    other = {"type": "contact", "id": "k2", "slug": "x", "title": "Other", "kind": "call", "date": {}, "status": "reported"}
    related = [{"relation": "follows-up", "contact": other}]
    return complete(core(claims, [report("r1", "bgnes", ("tass-text", "tass"))], place=place, related=related))


def test_every_record_inside_is_a_reference_once_and_the_document_itself_is_not():
    found = references(contact())
    assert len(found) == len(set(found))
    assert set(found) == {
        ("topic", "topic-syria"),
        ("person", "person-ushakov"),
        ("place", "place-helsinki"),
        ("report", "r1"),
        ("publisher", "publisher-bgnes"),
        ("publisher", "publisher-tass"),
        ("contact", "k2"),
    }


def test_new_name_reaches_every_place_that_repeats_it():
    document = contact()
    renamed = short("topic", "syria") | {"name": "Syrian war"}
    tass = short("publisher", "tass", country="RU") | {"name": "TASS agency"}
    new = relabel(document, {key_of(renamed): renamed, key_of(tass): tass})
    assert new["claims"][0]["value"]["topic"] == renamed
    assert new["comparison"][0]["topic"] == renamed
    assert new["reports"][0]["report"]["origin"]["publisher"] == tass
    assert new["origins"][0]["publisher"] == tass


def test_relabelling_leaves_the_old_document_as_it_was():
    document, same = contact(), contact()
    for one in (document, same):
        for number, item in enumerate(one["claims"]):
            item["id"] = str(number)
    relabel(document, {("topic", "topic-syria"): short("topic", "iran")})
    assert document["claims"] == same["claims"]


def test_own_fields_of_a_document_stay_when_its_own_form_is_known():
    document = contact()
    other = short_form(document) | {"title": "Changed"}
    assert relabel(document, {key_of(document): other})["title"] == document["title"]


def test_merged_record_is_replaced_by_its_survivor():
    survivor = {"type": "contact", "id": "k3", "slug": "y", "title": "Survivor", "kind": "call", "date": {}, "status": "reported"}
    new = relabel(contact(), {("contact", "k2"): survivor})
    assert new["related"] == [{"relation": "follows-up", "contact": survivor}]


def test_short_form_of_each_type_is_known_and_says_what_it_is():
    assert set(SHORT_FORMS) == set(RecordType.values)
    assert all(fields[:2] == ("type", "id") for fields in SHORT_FORMS.values())
    assert short_form(contact()).keys() == set(SHORT_FORMS["contact"])
