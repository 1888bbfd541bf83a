"""What follows from claims and reports: facts by speaker, the comparison of the two sides, origins counted once."""

import pytest

from contacts.record.compose import LISTED_FACTS, complete
from contacts.vocabulary import Property
from tests.record.documents import claim, core, length, report, said, short, unsaid


def fact(document, name):
    return next(fact for fact in document["facts"] if fact["property"] == name)


def row(document, topic):
    return next(row for row in document["comparison"] if row["topic"]["slug"] == topic)


def test_values_of_one_property_stand_side_by_side_with_their_speakers():
    trump = short("person", "trump")
    claims = [
        length("white-house", 60, "over"),
        length("white-house", 90, "almost", person=trump),
        length("press", 60, "over", report="r2"),
        length("press", 60, "over", report="r3"),
    ]
    found = fact(complete(core(claims)), "duration")
    assert [(value["text"], [by["speaker"] for by in value["by"]]) for value in found["values"]] == [
        ("60 over", ["white-house", "press"]),
        ("90 almost", ["white-house"]),
    ]
    assert found["values"][1]["by"][0]["person"] == trump
    assert found["values"][0]["by"][1] == {
        "speaker": "press",
        "person": None,
        "claims": [claims[2]["id"], claims[3]["id"]],
        "reports": ["r2", "r3"],
    }
    assert found["disputed"]


def test_one_report_saying_a_thing_twice_is_named_once():
    claims = [length("press", 60), length("press", 60)]
    (by,) = fact(complete(core(claims)), "duration")["values"][0]["by"]
    assert (len(by["claims"]), by["reports"]) == (2, ["r1"])


def test_two_people_of_one_side_are_named_apart():
    claims = [length("kremlin", 60, person=short("person", name)) for name in ("peskov", "ushakov")]
    assert len(fact(complete(core(claims)), "duration")["values"][0]["by"]) == 2


def test_preferred_value_comes_first_and_deprecated_last_and_undisputed():
    claims = [length("press", 10, rank="deprecated"), length("kremlin", 60), length("white-house", 61, rank="preferred")]
    found = fact(complete(core(claims)), "duration")
    assert [value["rank"] for value in found["values"]] == ["preferred", "normal", "deprecated"]
    assert not found["disputed"]


def test_value_said_at_two_ranks_takes_the_better():
    claims = [length("press", 60, rank="deprecated"), length("kremlin", 60)]
    assert [value["rank"] for value in fact(complete(core(claims)), "duration")["values"]] == ["normal"]


def test_participants_are_grouped_by_person_not_by_office():
    melania = short("person", "melania")
    claims = [claim("press", "participant", {"participant": melania, "office": office, "part": ""}) for office in ("First Lady", "")]
    assert len(fact(complete(core(claims)), "participant")["values"]) == 1


def test_facts_come_in_the_order_of_the_page_without_topics():
    names = [name for name in Property.values if name not in ("topic", "not-discussed")]
    assert set(LISTED_FACTS) == set(names)
    words = [claim("press", name) for name in (Property.DENIAL, Property.CONFIRMATION)]
    document = complete(core([said("press", "syria"), *words, length("press", 60)]))
    assert [one["property"] for one in document["facts"]] == ["duration", "confirmation", "denial"]


@pytest.mark.parametrize(
    ("claims", "only", "contradicted"),
    [
        ([said("kremlin", "syria")], "kremlin", False),
        ([said("white-house", "syria")], "white-house", False),
        ([said("kremlin", "syria"), said("press", "syria")], "kremlin", False),
        ([said("kremlin", "syria"), said("white-house", "syria")], "", False),
        ([said("joint", "syria")], "", False),
        ([said("joint", "syria"), said("kremlin", "syria")], "", False),
        ([said("press", "syria")], "", False),
        ([unsaid("kremlin", "syria")], "", False),
        ([said("white-house", "syria"), unsaid("kremlin", "syria")], "white-house", True),
        ([said("press", "syria"), unsaid("kremlin", "syria")], "", True),
        ([said("white-house", "syria"), unsaid("kremlin", "syria", rank="deprecated")], "white-house", False),
        ([said("white-house", "syria", rank="deprecated"), unsaid("kremlin", "syria")], "", False),
    ],
)
def test_comparison_tells_what_one_side_alone_mentions_and_where_they_contradict(claims, only, contradicted):
    document = complete(core(claims))
    assert (row(document, "syria")["only"], row(document, "syria")["contradicted"]) == (only, contradicted)
    assert ("topic:syria" in document["disagreements"]) == contradicted


def test_comparison_names_the_claims_of_each_speaker():
    claims = [said("kremlin", "syria"), said("kremlin", "syria"), said("press", "syria"), unsaid("white-house", "syria")]
    ids = [one["id"] for one in claims]
    found = row(complete(core(claims)), "syria")
    assert found["said"] == {"kremlin": ids[:2], "press": ids[2:3]}
    assert found["not_discussed"] == {"white-house": ids[3:]}


def test_topics_that_both_sides_name_come_first():
    claims = [said("press", "iran"), said("kremlin", "syria"), said("kremlin", "ukraine"), said("white-house", "ukraine")]
    assert [one["topic"]["slug"] for one in complete(core(claims))["comparison"]] == ["ukraine", "syria", "iran"]


def test_topic_whose_only_claim_is_deprecated_has_no_row():
    assert complete(core([said("press", "iran", rank="deprecated")]))["comparison"] == []


# reports, and which of them make one origin
ORIGINS = {
    "two outlets of their own": ([report("r1", "ap"), report("r2", "cnn")], [["r1"], ["r2"]]),
    "two stories of one outlet": ([report("r1", "ap"), report("r2", "ap")], [["r1", "r2"]]),
    "ten copies of one agency text": (
        [report(f"r{n}", f"paper-{n}", ("tass-text", "tass")) for n in range(10)], [[f"r{n}" for n in range(10)]],
    ),
    "an agency and the copies of it": (
        [report("r1", "tass"), report("r2", "novinite", ("tass-text", "tass")), report("r3", "bgnes", ("tass-other-text", "tass"))],
        [["r1", "r2", "r3"]],
    ),
    "two agencies": ([report("r1", "a", ("tass-text", "tass")), report("r2", "b", ("ap-text", "ap"))], [["r1"], ["r2"]]),
    "a broadcast without a publisher": (
        [report("r1", "a", ("letterman", "")), report("r2", "b", ("letterman", "")), report("r3", "c", ("savage", ""))],
        [["r1", "r2"], ["r3"]],
    ),
    "a paper's own story beside its copy of an agency": ([report("r1", "a"), report("r2", "a", ("tass-text", "tass"))], [["r1"], ["r2"]]),
}  # fmt: skip


@pytest.mark.parametrize(("reports", "groups"), ORIGINS.values(), ids=ORIGINS.keys())
def test_copies_of_one_text_count_once(reports, groups):
    origins = complete(core([claim("press", "assertion")], reports))["origins"]
    assert [origin["reports"] for origin in origins] == groups
    assert len({origin["key"] for origin in origins}) == len(groups)


def test_origin_without_a_publisher_bears_its_label():
    (origin,) = complete(core([claim("press", "assertion")], [report("r1", "a", ("letterman", ""))]))["origins"]
    assert (origin["label"], origin["publisher"]["slug"]) == ("LETTERMAN", "a")


def test_completing_twice_changes_nothing():
    document = complete(core([said("kremlin", "syria"), length("press", 60), unsaid("press", "syria")]))
    assert complete(document) == document


def test_retraction_decides_the_status():
    assert complete(core([claim("joint", "confirmation")], retraction_reason="Two calls were mixed up."))["status"] == "retracted"
