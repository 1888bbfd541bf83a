"""Dates keep their uncertainty: bounds to search by, words to read, and a clear refusal of all else."""

from datetime import UTC, date, datetime, time

import pytest

from contacts.dates import BadDate, duration_in_words, in_words, instant, parse

# expression, earliest, latest, precision, words
DATES = [
    ("2017-11-21", "2017-11-21", "2017-11-21", "day", "21 November 2017"),
    ("2016-02-29", "2016-02-29", "2016-02-29", "day", "29 February 2016"),
    ("2017-11-21?", "2017-11-21", "2017-11-21", "day", "perhaps 21 November 2017"),
    ("2017-11-21~", "2017-11-21", "2017-11-21", "day", "about 21 November 2017"),
    ("2017-11-21%", "2017-11-21", "2017-11-21", "day", "perhaps about 21 November 2017"),
    ("2019-08", "2019-08-01", "2019-08-31", "month", "August 2019, day not known"),
    ("2019-02", "2019-02-01", "2019-02-28", "month", "February 2019, day not known"),
    ("2020-02", "2020-02-01", "2020-02-29", "month", "February 2020, day not known"),
    ("2019-12~", "2019-12-01", "2019-12-31", "month", "about December 2019, day not known"),
    ("2017-11-XX", "2017-11-01", "2017-11-30", "month", "November 2017, day not known"),
    ("2021", "2021-01-01", "2021-12-31", "year", "2021, day not known"),
    ("2019~", "2019-01-01", "2019-12-31", "year", "about 2019, day not known"),
    ("2019?", "2019-01-01", "2019-12-31", "year", "perhaps 2019, day not known"),
    ("2019%", "2019-01-01", "2019-12-31", "year", "perhaps about 2019, day not known"),
    ("2017-XX", "2017-01-01", "2017-12-31", "year", "2017, day not known"),
    ("201X", "2010-01-01", "2019-12-31", "interval", "the 2010s, day not known"),
    ("2017-21", "2017-03-01", "2017-05-31", "season", "spring 2017, day not known"),
    ("2017-22", "2017-06-01", "2017-08-31", "season", "summer 2017, day not known"),
    ("2017-23", "2017-09-01", "2017-11-30", "season", "autumn 2017, day not known"),
    ("2017-24", "2017-12-01", "2018-02-28", "season", "winter 2017, day not known"),
    ("2019-24", "2019-12-01", "2020-02-29", "season", "winter 2019, day not known"),
    ("2017/2021", "2017-01-01", "2021-12-31", "interval", "between 2017 and 2021"),
    ("2017-11/2018-02", "2017-11-01", "2018-02-28", "interval", "between November 2017 and February 2018"),
    ("2017-11-21/2017-11-21", "2017-11-21", "2017-11-21", "interval", "between 21 November 2017 and 21 November 2017"),
    ("2016~/2019-08-04", "2016-01-01", "2019-08-04", "interval", "between about 2016 and 4 August 2019"),
    ("  2017-11-21 ", "2017-11-21", "2017-11-21", "day", "21 November 2017"),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "precision", "words"), DATES, ids=[row[0] for row in DATES])
def test_date_has_bounds_and_words(text, earliest, latest, precision, words):
    when = parse(text)
    assert (when.earliest, when.latest) == (date.fromisoformat(earliest), date.fromisoformat(latest))
    assert (when.edtf, when.precision) == (text.strip(), precision)
    assert in_words(text) == words


@pytest.mark.parametrize("text", [row[0] for row in DATES if row[3] in ("month", "season", "year")])
def test_a_day_that_is_not_known_is_never_shown_as_a_day(text):
    assert in_words(text).endswith(", day not known")


# expression, a part of the message
REFUSED = [
    ("", "not a date we know"),
    ("yesterday", "not a date we know"),
    ("21.11.2017", "not a date we know"),
    ("2017-11-21T10:00", "not a date we know"),
    ("17-11-21", "not a date we know"),
    ("2017-1-2", "not a date we know"),
    ("-2017", "not a date we know"),
    ("12017", "not a date we know"),
    ("20XX", "not a date we know"),
    ("2017-11-21; DROP TABLE", "not a date we know"),
    ("2017-02-30", "not in the calendar"),
    ("2017-02-29", "not in the calendar"),
    ("2017-00-01", "not in the calendar"),
    ("0000", "not in the calendar"),
    ("2017-13", ""),
    ("2017-25", ""),
    ("2017-99-99", ""),
    ("2017-24-05", ""),
    ("2017?~", ""),
    ("2017~~", ""),
    ("../2017", "open on one side"),
    ("2017/..", "open on one side"),
    ("2017/", "open on one side"),
    ("/", "open on one side"),
    ("2021/2017", "ends before it begins"),
    ("2017/2018/2019", ""),
    ("2017/2018-13", ""),
    ("2017 / 2018", ""),
    ("２０１７", ""),
    ("٢٠١٧-١١-٢١", ""),
]


@pytest.mark.parametrize(("text", "says"), REFUSED, ids=[repr(row[0]) for row in REFUSED])
def test_what_is_no_date_is_refused_in_words(text, says):
    with pytest.raises(BadDate, match=says or None) as refusal:
        parse(text)
    assert "“" in str(refusal.value)
    with pytest.raises(BadDate):
        in_words(text)


@pytest.mark.parametrize("text", ["nonsense", "2017-11-211", "2017/.."])
def test_refusal_shows_a_right_date(text):
    with pytest.raises(BadDate, match=r"2017"):
        parse(text)


@pytest.mark.parametrize(
    ("day", "clock", "zone", "utc"),
    [
        ("2017-11-21", "12:30", "America/New_York", "2017-11-21T17:30"),
        ("2017-11-21", "20:30", "Europe/Moscow", "2017-11-21T17:30"),
        ("2020-04-09", "23:00", "America/New_York", "2020-04-10T03:00"),
        ("2020-04-10", "06:00", "Europe/Moscow", "2020-04-10T03:00"),
        ("2013-11-09", "02:00", "Europe/Moscow", "2013-11-08T22:00"),
    ],
)
def test_local_clocks_of_both_capitals_meet_in_utc(day, clock, zone, utc):
    moment = instant(date.fromisoformat(day), time.fromisoformat(clock), zone)
    assert moment == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "qualifier", "words"),
    [
        (60, "over", "over 1 hour"),
        (60, "exactly", "1 hour"),
        (90, "almost", "almost 1 hour 30 minutes"),
        (150, "about", "about 2 hours 30 minutes"),
        (120, "exactly", "2 hours"),
        (1, "exactly", "1 minute"),
        (61, "exactly", "1 hour 1 minute"),
        (45, "exactly", "45 minutes"),
    ],
)
def test_length_in_words(minutes, qualifier, words):
    assert duration_in_words(minutes, qualifier) == words
