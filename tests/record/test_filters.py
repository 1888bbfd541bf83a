"""Questions to the timeline: one question has one address, and a mistake names the nearest address that works."""

from urllib.parse import parse_qsl

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from contacts.record.filters import MAX_VALUES, MAX_WORDS, PARAMETERS, TRACKING, BadFilter, Filters, nearest_value

KNOWN = {
    "topic": {"syria": "Syria", "arms-control": "Arms control", "ukraine": "Ukraine"},
    "publisher": {"tass": "TASS", "cnn": "CNN"},
    "person": {"yuri-ushakov": "Yuri Ushakov"},
    "country": {"FI": "Finland", "DE": "Germany"},
}


def asked(query, known=KNOWN):
    return Filters.parse(QueryDict(query), known)


# query string, canonical query string
QUESTIONS = [
    ("", ""),
    ("kind=call", "kind=call"),
    ("topic=syria&kind=call", "kind=call&topic=syria"),
    ("kind=summit&kind=call&kind=call", "kind=call&kind=summit"),
    (
        "country=FI&person=yuri-ushakov&publisher=tass&speaker=press&status=denied",
        "status=denied&speaker=press&publisher=tass&person=yuri-ushakov&country=FI",
    ),
    ("from=2017-01-01&to=2017-12-31", "from=2017-01-01&to=2017-12-31"),
    ("from=2017&to=2017", "from=2017-01-01&to=2017-12-31"),
    ("to=2017-02", "to=2017-02-28"),
    ("from=2017-24&to=2017-24", "from=2017-12-01&to=2018-02-28"),
    ("q=geneva", "q=geneva"),
    ("q=%20geneva+process%20", "q=geneva+process"),
    ("q=%D0%A1%D0%B8%D1%80%D0%B8%D1%8F", "q=%D0%A1%D0%B8%D1%80%D0%B8%D1%8F"),
    ("q=%00gene%00va", "q=geneva"),
    ("kind=ca%00ll", "kind=call"),
    ("q=%00", ""),
    ("kind=&q=&from=", ""),
    ("kind=call&before=abc&after=def", "kind=call"),
    ("utm_source=x&utm_campaign=y&fbclid=z&kind=call&gclid=1&ref=twitter", "kind=call"),
    ("q=a%26b%3Dc", "q=a%26b%3Dc"),
]


@pytest.mark.parametrize(("query", "canonical"), QUESTIONS)
def test_one_question_has_one_address(query, canonical):
    filters = asked(query)
    assert filters.query() == canonical
    assert asked(canonical) == filters
    assert filters.is_empty == (canonical == "")


@pytest.mark.parametrize("name", sorted(TRACKING))
def test_tracking_parameters_are_dropped(name):
    assert asked(f"{name}=abc&kind=call").query() == "kind=call"


# query string, parameter, part of the message, nearest address that works
MISTAKES = [
    ("knd=call", "knd", "There is no filter “knd”. The filters are kind, status", ""),
    ("topic=syria&colour=red", "colour", "There is no filter “colour”", "topic=syria"),
    ("topic=siria", "topic", "The record knows no topic “siria”. Did you mean “syria”?", "topic=syria"),
    ("topic=Arms%20Control", "topic", "Did you mean “arms-control”?", "topic=arms-control"),
    ("topic=Syria", "topic", "Did you mean “syria”?", "topic=syria"),
    ("topic=SYRIA&kind=call", "topic", "Did you mean “syria”?", "kind=call&topic=syria"),
    ("topic=football", "topic", "The record knows no topic “football”.", ""),
    ("kind=calls", "kind", "Did you mean “call”?", "kind=call"),
    ("kind=pull_aside", "kind", "Did you mean “pull-aside”?", "kind=pull-aside"),
    ("status=confirmed-by-both-sides", "status", "Did you mean “confirmed-both”?", "status=confirmed-both"),
    ("country=fi", "country", "Did you mean “FI”?", "country=FI"),
    ("country=Finland", "country", "Did you mean “FI”?", "country=FI"),
    ("speaker=whitehouse", "speaker", "Did you mean “white-house”?", "speaker=white-house"),
    ("from=yesterday&kind=call", "from", "“yesterday” is not a date we know", "kind=call"),
    ("to=2017-02-30", "to", "not in the calendar", ""),
    ("from=2018&to=2017", "from", "“from” is later than “to”", "from=2017-12-31&to=2018-01-01"),
    ("q=" + "x" * (MAX_WORDS + 1), "q", f"has {MAX_WORDS + 1} characters; {MAX_WORDS} is the limit", "q=" + "x" * MAX_WORDS),
    ("&".join(f"kind=call&topic={number}" for number in range(MAX_VALUES)), "", f"asks for {2 * MAX_VALUES} things at once", "kind=call"),
    ("topic=siria&kind=cal", "topic", "Did you mean “syria”?", "kind=call&topic=syria"),
]


@pytest.mark.parametrize(("query", "parameter", "says", "nearest"), MISTAKES, ids=[row[0][:40] for row in MISTAKES])
def test_mistake_says_what_is_wrong_and_names_the_nearest_address(query, parameter, says, nearest):
    with pytest.raises(BadFilter) as refusal:
        asked(query)
    assert (refusal.value.parameter, refusal.value.nearest) == (parameter, nearest)
    assert says in refusal.value.message == str(refusal.value)
    asked(refusal.value.nearest)


@given(st.lists(st.tuples(st.sampled_from([*PARAMETERS, "before", "x"]), st.text(max_size=30)), max_size=8))
def test_whatever_is_asked_gets_an_answer_or_an_address_that_works(pairs):
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    try:
        filters = Filters.parse(data, KNOWN)
    except BadFilter as error:
        filters = asked(error.nearest)
    assert asked(filters.query()) == filters
    assert parse_qsl(filters.query()) == filters.pairs()


QUESTION = st.builds(
    lambda pairs: asked("&".join(pairs)),
    st.lists(
        st.sampled_from(["kind=call", "kind=summit", "topic=syria", "topic=ukraine", "country=FI", "from=2017", "to=2019", "q=geneva"]),
        max_size=5,
    ),
)


@given(QUESTION, st.sampled_from([("kind", "call"), ("topic", "syria"), ("publisher", "cnn"), ("country", "FI")]))
def test_choosing_twice_changes_nothing(filters, choice):
    once = filters.toggled(*choice)
    assert (choice[1] in once.values(choice[0])) != (choice[1] in filters.values(choice[0]))
    assert once.toggled(*choice) == filters
    assert asked(once.query()) == once


def test_a_year_is_chosen_and_given_up_again():
    filters = asked("kind=call").toggled("year", "2017")
    assert filters.query() == "kind=call&from=2017-01-01&to=2017-12-31"
    assert filters.toggled("year", "2018").query() == "kind=call&from=2018-01-01&to=2018-12-31"
    assert filters.toggled("year", "2017").query() == "kind=call"


@pytest.mark.parametrize(
    ("name", "value", "left"),
    [
        ("kind", "call", "kind=summit&topic=syria&from=2017-01-01&to=2018-12-31&q=x"),
        ("kind", None, "topic=syria&from=2017-01-01&to=2018-12-31&q=x"),
        ("topic", "syria", "kind=call&kind=summit&from=2017-01-01&to=2018-12-31&q=x"),
        ("from", "2017-01-01", "kind=call&kind=summit&topic=syria&to=2018-12-31&q=x"),
        ("to", None, "kind=call&kind=summit&topic=syria&from=2017-01-01&q=x"),
        ("year", None, "kind=call&kind=summit&topic=syria&q=x"),
        ("q", None, "kind=call&kind=summit&topic=syria&from=2017-01-01&to=2018-12-31"),
        ("person", "nobody", "kind=call&kind=summit&topic=syria&from=2017-01-01&to=2018-12-31&q=x"),
    ],
)
def test_without(name, value, left):
    filters = asked("kind=call&kind=summit&topic=syria&from=2017&to=2018&q=x")
    assert filters.without(name, value).query() == left


def test_nearest_value_is_found_by_spelling_or_by_label_and_not_at_any_price():
    assert nearest_value("arms contrl", KNOWN["topic"]) == "arms-control"
    assert nearest_value("germany", KNOWN["country"]) == "DE"
    assert nearest_value("zzzz", KNOWN["topic"]) == ""
    assert nearest_value("x", {}) == ""


@pytest.mark.usefixtures("published_dataset")
class TestRealRecord:
    def test_choices_are_told_in_words(self):
        filters = Filters.parse(QueryDict("kind=call&topic=syria&country=FI&from=2017-01-01&to=2018-12-31&q=geneva"))
        assert [(one.name, one.label) for one in filters.active()] == [
            ("kind", "Kind: Call"),
            ("topic", "Topic: Syria"),
            ("country", "Country: Finland"),
            ("from", "From 1 January 2017"),
            ("to", "Until 31 December 2018"),
            ("q", "Words: geneva"),
        ]

    def test_values_of_the_record_are_known_and_others_are_not(self):
        assert Filters.parse(QueryDict("topic=syria&person=dmitry-peskov")).query() == "topic=syria&person=dmitry-peskov"
        with pytest.raises(BadFilter, match="Did you mean “syria”"):
            Filters.parse(QueryDict("topic=syrai"))
