"""The measuring itself: labels and articles of our own in a folder, through the command, without any database."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

TITLE = "Putin and Trump discuss Syria by telephone"
ARTICLE = "\n\n".join(
    (
        TITLE,
        "21 November 2017, 22:15",
        "The presidents of Russia and the United States, Vladimir Putin and Donald Trump, discussed Syria and Ukraine by telephone on "
        "Tuesday, the Kremlin said in a statement. The conversation lasted an hour and a half, according to the Kremlin.",
        "The Kremlin added that Putin had told Trump of his meeting with the Syrian president Bashar Assad on the day before in Sochi.",
    )
)
WEATHER = """Rain over the northern provinces

3 May 2018

Rain is expected over the northern provinces for the rest of the week, with gusts along the coast and a first frost in the
valleys by Sunday night, the weather service wrote in its morning bulletin. Farmers were told to bring in what remains.
"""
SYRIA = {"property": "topic", "value": "syria", "speaker": "Kremlin"}
UKRAINE = {"property": "topic", "value": "ukraine", "speaker": "Kremlin"}
LENGTH = {"property": "duration", "value": {"minutes": 90}, "speaker": "Kremlin"}
RIGHT = {
    "verdict": "reports",
    "contact": "2017-11-21-call",
    "mentions": [],
    "published": "2017-11-21",
    "title": TITLE,
    "claims": [SYRIA, UKRAINE, LENGTH],
}
NOTHING = {
    "verdict": "none",
    "contact": None,
    "mentions": [],
    "published": "2018-05-03",
    "title": "Rain over the northern provinces",
    "claims": [],
}


@pytest.fixture
def measured(tmp_path):
    """Measure articles with their labels; gives what was printed."""

    def run(*articles, **options):
        for number, (text, expect) in enumerate(articles):
            (tmp_path / f"{number}.json").write_text(json.dumps({"url": "", "fetched": "2026-01-01", "expect": expect}))
            if text is not None:
                (tmp_path / f"{number}.txt").write_text(text)
        out, err = StringIO(), StringIO()
        call_command("evaluate", str(tmp_path), faults=True, stdout=out, stderr=err, no_color=True, **options)
        return out.getvalue() + err.getvalue()

    return run


def figure(printed, label):
    """The words after a label: "0.500  (1 of 2)"."""
    line = next(line for line in printed.splitlines() if line.strip().startswith(label))
    return " ".join(line.strip().removeprefix(label).split())


def test_an_article_read_as_its_label_says_is_right_in_every_measure(measured):
    printed = measured((ARTICLE, RIGHT), (WEATHER, NOTHING))
    for label in ("contact", "negatives"):
        assert figure(printed, label) == "1.000 (1 of 1)"
    for label in ("published", "title"):
        assert figure(printed, label) == "1.000 (2 of 2)"
    for label in ("(topic, speaker)", "duration", "mentions", "origin grouping"):
        assert figure(printed, label) == "P 1.000 R 1.000 F1 1.000", label
    assert figure(printed, "passages literal").startswith("1.000 (")
    assert figure(printed, "alarms") == "only N words (1)"


@pytest.mark.parametrize(
    ("label", "other"),
    [
        ("contact", {"contact": "2017-05-02-call"}),
        ("contact", {"verdict": "announcement"}),
        ("published", {"published": "2017-11-22"}),
        ("published", {"published": ""}),
        ("title", {"title": "Putin and Trump discuss Iran by telephone"}),
    ],
)
def test_another_answer_than_the_label_counts_as_wrong(measured, label, other):
    printed = measured((ARTICLE, RIGHT | other))
    assert figure(printed, label) == "0.000 (0 of 1)"
    assert f"0: {label} expected" in printed


def test_a_contact_found_in_a_negative_is_a_wrong_negative(measured):
    printed = measured((ARTICLE, RIGHT | {"verdict": "none", "contact": None}), (WEATHER, NOTHING))
    assert figure(printed, "negatives") == "0.500 (1 of 2)"
    assert figure(printed, "contact") == "1.000 (0 of 0)"


def test_a_question_that_the_label_leaves_open_is_not_asked(measured):
    printed = measured((ARTICLE, RIGHT | {"published": None, "title": None}))
    assert figure(printed, "published") == "1.000 (0 of 0)"
    assert figure(printed, "title") == "1.000 (0 of 0)"


def test_a_claim_is_its_property_value_and_speaker(measured):
    other_speaker = [SYRIA | {"speaker": "White House"}, UKRAINE, LENGTH]
    printed = measured((ARTICLE, RIGHT | {"claims": other_speaker}))
    assert figure(printed, "(topic, speaker)") == "P 0.500 R 0.500 F1 0.500"
    assert "0: missed topic syria by white-house" in printed
    assert "0: wrong topic syria by kremlin" in printed
    other_length = [SYRIA, UKRAINE, LENGTH | {"value": {"minutes": 90, "qualifier": "about"}}]
    assert figure(measured((ARTICLE, RIGHT | {"claims": other_length})), "duration") == "P 0.000 R 0.000 F1 0.000"


def test_a_tolerated_claim_is_neither_asked_for_nor_wrong(measured):
    given_and_tolerated = {"claims": [UKRAINE, LENGTH], "tolerated": [SYRIA]}
    assert figure(measured((ARTICLE, RIGHT | given_and_tolerated)), "(topic, speaker)") == "P 1.000 R 1.000 F1 1.000"
    not_given = {"tolerated": [{"property": "topic", "value": "venezuela", "speaker": "White House"}]}
    assert figure(measured((ARTICLE, RIGHT | not_given)), "(topic, speaker)") == "P 1.000 R 1.000 F1 1.000"
    neither = {"claims": [UKRAINE, LENGTH]}
    assert figure(measured((ARTICLE, RIGHT | neither)), "(topic, speaker)") == "P 0.500 R 1.000 F1 0.667"


def test_an_article_without_result_is_wrong_in_every_question(measured, monkeypatch):
    from contacts.management.commands import evaluate as command

    def poisoned(page):
        raise ValueError("a poison input")

    monkeypatch.setattr(command, "extract", poisoned)
    printed = measured((ARTICLE, RIGHT), (WEATHER, NOTHING | {"published": ""}))
    assert figure(printed, "contact") == "0.000 (0 of 1)"
    assert figure(printed, "negatives") == "0.000 (0 of 1)"
    assert figure(printed, "published") == "0.000 (0 of 2)"
    assert figure(printed, "title") == "0.000 (0 of 2)"
    assert figure(printed, "(topic, speaker)") == "P 1.000 R 0.000 F1 0.000"
    assert "0: ValueError: a poison input" in printed
    assert "0: no result" in printed


def test_a_passage_that_does_not_stand_in_the_text_counts_against_the_passages(measured, monkeypatch):
    from dataclasses import replace

    from contacts.management.commands import evaluate as command

    honest = command.suggest

    def embroidering(*args):
        return [replace(claim, passage=replace(claim.passage, exact=claim.passage.exact + "!")) for claim in honest(*args)]

    monkeypatch.setattr(command, "suggest", embroidering)
    assert figure(measured((ARTICLE, RIGHT)), "passages literal").startswith("0.000 (0 of ")


def test_texts_of_one_agency_are_together_only_about_one_contact_and_within_days(measured):
    wire = ARTICLE.replace("The presidents", "MOSCOW, November 21 (Reuters) - The presidents")
    rain = WEATHER.replace("Rain is", "OSLO, May 3 (Reuters) - Rain is")
    grouped = RIGHT | {"origin_group": "wire"}
    printed = measured(
        (wire, grouped), (wire, grouped), (rain, NOTHING), (rain.replace("3 May", "30 May").replace("May 3", "May 30"), NOTHING)
    )
    assert figure(printed, "origin grouping") == "P 1.000 R 1.000 F1 1.000"
    printed = measured((wire, RIGHT | {"origin_group": "one"}), (wire, RIGHT | {"origin_group": "two"}))
    assert figure(printed, "origin grouping") == "P 0.000 R 1.000 F1 0.000"
    assert "0 and 1: wrongly together" in printed


def test_a_label_without_its_article_is_no_case(measured):
    assert "1 articles" in measured((ARTICLE, RIGHT), (None, NOTHING))


def test_a_figure_under_what_is_asked_ends_in_an_error(measured):
    wrong = RIGHT | {"contact": "2017-05-02-call"}
    with pytest.raises(CommandError, match=r"contact 0\.000 < 0\.97"):
        measured((ARTICLE, wrong), fail_under={"contact": 0.97})
    assert figure(measured((ARTICLE, wrong), fail_under={"negatives": 0.97, "topics": 0.88}), "contact") == "0.000 (0 of 1)"


@pytest.mark.parametrize("words", ["size=0.5", "contact", "contact=much"])
def test_a_threshold_that_means_nothing_is_refused(tmp_path, words):
    with pytest.raises(CommandError, match="--fail-under"):
        call_command("evaluate", str(tmp_path), f"--fail-under={words}")


def test_an_empty_folder_is_an_error(tmp_path):
    with pytest.raises(CommandError, match="No labelled articles"):
        call_command("evaluate", str(tmp_path))
