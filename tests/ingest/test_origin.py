"""What a text goes back to: texts of our own in, a guess out."""

from contacts.ingest.origin import KnownText, likeness, origin, shingles
from contacts.ingest.records import ExtractedReport

WIRE = (
    "The president of Russia and his American counterpart held a telephone conversation on Tuesday evening, an aide said. "
    "They went over the state of the talks and agreed that officials would meet again next week in a third country. "
    "The aide added that the tone had been friendly and that no date for a meeting of the two leaders had been set so far, "
    "although both wished for one before the end of the year."
)
OTHER = (
    "Rain is expected over the northern provinces for the rest of the week, with gusts along the coast and a first frost in the "
    "valleys by Sunday night, the weather service wrote in its morning bulletin. Farmers were told to bring in what remains of the "
    "harvest before the wind turns."
)


def report(text, *, credit="", title="", publisher="", host=""):
    return ExtractedReport(title, publisher, host, "", "", "en", "", text, credit=credit)


def test_a_credit_line_names_the_origin():
    assert origin(report(WIRE, credit="TASS"), []).label == "TASS"


def test_a_copy_without_credit_goes_back_to_the_origin_of_the_text_that_it_repeats():
    copy = WIRE.upper().replace(",", "").replace("TUESDAY EVENING", "TUESDAY")
    guess = origin(report(copy), [KnownText(OTHER, "Weather"), KnownText(WIRE, "Gazette", "Reuters")])
    assert guess.label == "Reuters"
    assert guess.score > 0.8


def test_a_rewritten_text_is_a_weaker_guess():
    rewritten = OTHER + " " + WIRE[:230]
    guess = origin(report(rewritten), [KnownText(WIRE, "Gazette", "Reuters")])
    assert guess.label == "Reuters"
    assert guess.score < 0.8


def test_a_copy_of_a_text_without_origin_goes_back_to_its_publisher():
    assert origin(report(WIRE), [KnownText(WIRE, "Gazette")]).label == "Gazette"


def test_another_text_of_the_same_house_is_no_copy():
    assert origin(report(OTHER, host="gazette.example"), [KnownText(WIRE, "Gazette", "Reuters")]) is None


def test_short_texts_prove_nothing():
    assert (
        origin(report("Putin and Trump spoke by phone on Tuesday."), [KnownText("Putin and Trump spoke by phone on Tuesday.", "Gazette")])
        is None
    )


def test_an_official_readout_is_its_own_origin():
    assert origin(report(WIRE, publisher="President of Russia"), []).label == "Kremlin"
    assert origin(report(WIRE, title="Readout of President Trump's call"), []).label == "White House"


def test_shingles_know_neither_case_nor_signs():
    assert shingles("One, two; three: four – five six") == shingles("ONE TWO THREE FOUR FIVE SIX")
    assert likeness(shingles(WIRE), shingles(WIRE)) == 1.0
