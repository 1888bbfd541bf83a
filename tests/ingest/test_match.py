"""Which contact a text is about: plain texts of our own in, verdicts out."""

from datetime import date

import pytest

from contacts.ingest.match import match, windows
from contacts.ingest.records import Candidate, ExtractedReport


def known(slug, kind, day, title, *, place="", topics=(), minutes=(), status="confirmed-both"):
    return Candidate(slug, kind, date.fromisoformat(day), date.fromisoformat(day), title, title, place, "", topics, minutes, status)


KNOWN = [
    known("2016-11-09-message", "message", "2016-11-09", "Congratulatory telegram after Trump's election"),
    known("2016-11-14-call", "call", "2016-11-14", "First telephone call, Putin and President-elect Trump"),
    known("2017-01-28-call", "call", "2017-01-28", "First call after Trump's inauguration", topics=("syria", "ukraine"), minutes=(60,)),
    known("2017-07-07-meeting", "meeting", "2017-07-07", "First full meeting, G20 summit in Hamburg", place="Hamburg", minutes=(135,)),
    known("2017-07-07-pull-aside-dinner", "pull-aside", "2017-07-07", "Second conversation, at the G20 leaders' dinner", place="Hamburg"),
    known("2017-07-07-pull-aside-handshake", "pull-aside", "2017-07-07", "Handshake before the G20 sessions, Hamburg", place="Hamburg"),
    known("2017-12-14-call", "call", "2017-12-14", "Call after Putin's annual press conference"),
    known("2017-12-17-call", "call", "2017-12-17", "Putin's thanks for a CIA warning"),
    known("2018-07-16-summit", "summit", "2018-07-16", "Helsinki summit", place="Helsinki"),
    known("2018-12-01-cancelled-meeting", "meeting", "2018-12-01", "Formal meeting at the Buenos Aires G20", status="cancelled"),
    known("2018-11-30-pull-aside", "pull-aside", "2018-11-30", "Informal talk at the G20 leaders' dinner, Buenos Aires"),
    known("2020-04-12-call-three-way", "call", "2020-04-12", "Three-way call with King Salman endorsing the OPEC+ deal"),
    known("2020-04-12-call", "call", "2020-04-12", "Separate Putin-Trump call after the OPEC+ deal"),
    known("2024-11-07-claimed-call", "call", "2024-11-07", "Post-election call, denied by the Kremlin", status="denied"),
    known("2025-05-19-call", "call", "2025-05-19", "Two-hour call on a memorandum", minutes=(125,)),
]


def report(text, *, published="", title="", language="en"):
    return ExtractedReport(title, "", "", published, "", language, "", text)


@pytest.mark.parametrize(
    ("text", "published", "language", "verdict", "contact"),
    [
        (
            "Putin and Trump spoke by phone on Saturday, the Kremlin said, their first conversation since the inauguration.",
            "2017-01-29",
            "en",
            "reports",
            "2017-01-28-call",
        ),
        (
            "MOSCOW, December 17. President Putin phoned President Trump to thank him for a CIA tip, the Kremlin said.",
            "2017-12-17",
            "en",
            "reports",
            "2017-12-17-call",
        ),
        (
            "Владимир Путин и Дональд Трамп провели в четверг телефонный разговор, сообщил Кремль.",
            "2017-12-15",
            "ru",
            "reports",
            "2017-12-14-call",
        ),
        ("Володимир Путін і Дональд Трамп у понеділок поговорили телефоном.", "2025-05-20", "uk", "reports", "2025-05-19-call"),
        (
            "Der russische Präsident Wladimir Putin und US-Präsident Donald Trump haben am Montag telefoniert.",
            "2025-05-20",
            "de",
            "reports",
            "2025-05-19-call",
        ),
        ("Vladimir Poutine et Donald Trump se sont entretenus lundi par téléphone.", "2025-05-20", "fr", "reports", "2025-05-19-call"),
        ("Vladímir Putin y Donald Trump hablaron por teléfono este lunes.", "2025-05-20", "es", "reports", "2025-05-19-call"),
        ("Putin e Trump hanno avuto lunedì un colloquio telefonico.", "2025-05-20", "it", "reports", "2025-05-19-call"),
        ("Vladimir Putin ile Donald Trump pazartesi günü telefonda görüştü.", "2025-05-20", "tr", "reports", "2025-05-19-call"),
        ("Владимир Путин и Доналд Тръмп проведоха телефонен разговор в понеделник.", "2025-05-20", "bg", "reports", "2025-05-19-call"),
        # two capitals, two dates; neighbours of one day
        (
            "Trump and Putin shook hands before the first session in Hamburg.",
            "2017-07-07",
            "en",
            "reports",
            "2017-07-07-pull-aside-handshake",
        ),
        (
            "Trump and Putin had a second conversation at the dinner of the G20 leaders, the White House said.",
            "2017-07-18",
            "en",
            "reports",
            "2017-07-07-pull-aside-dinner",
        ),
        ("Putin and Trump held a three-way call with King Salman on Sunday.", "2020-04-12", "en", "reports", "2020-04-12-call-three-way"),
        ("Putin and Trump held a separate phone call on Sunday, the Kremlin said.", "2020-04-13", "en", "reports", "2020-04-12-call"),
        # no date of publication
        ("Trump and Putin met in Helsinki. The two presidents talked alone for two hours.", "", "en", "reports", "2018-07-16-summit"),
        ("HAMBURG, July 7. Putin and Trump held talks for two hours and 15 minutes.", "", "en", "reports", "2017-07-07-meeting"),
        # called off, denied, still to come
        ("Trump cancelled his planned meeting with Putin in Argentina.", "2018-11-29", "en", "reports", "2018-12-01-cancelled-meeting"),
        (
            "The Kremlin denied that Trump had spoken to Putin by phone. There was no conversation, Peskov said.",
            "2024-11-11",
            "en",
            "reports",
            "2024-11-07-claimed-call",
        ),
        ("Trump will speak with Putin by phone on Monday, he wrote.", "2025-05-17", "en", "announcement", "2025-05-19-call"),
        ("Путин и Трамп проведут телефонный разговор в понедельник.", "2025-05-17", "ru", "announcement", "2025-05-19-call"),
        # not theirs
        ("Putin and Biden held a video call on Tuesday. Trump was not mentioned.", "2021-12-07", "en", "none", ""),
        ("Президент США Джо Байден позвонил Владимиру Путину.", "2022-02-12", "ru", "none", ""),
        ("Trump spoke with Zelensky by phone. They discussed Putin's demands.", "2025-05-19", "en", "none", ""),
        ("Lavrov and Rubio spoke by phone about contacts between the presidents.", "2025-05-20", "en", "none", ""),
        ("Putin's aide met Trump's envoy Steve Witkoff in Moscow.", "2025-05-20", "en", "none", ""),
        (
            "No phone call between Putin and Trump is scheduled, but one could be arranged if needed, Peskov said.",
            "2025-06-30",
            "en",
            "none",
            "",
        ),
    ],
)
def test_verdict_and_contact(text, published, language, verdict, contact):
    found = match(report(text, published=published, language=language), KNOWN)
    assert (found.verdict, found.contact) == (verdict, contact), found.matches[:2]


def test_a_contact_that_the_record_does_not_hold_is_new_and_comes_with_a_draft():
    found = match(report("Putin and Trump spoke by phone on Friday, the Kremlin said.", published="2019-03-02"), KNOWN)
    assert (found.verdict, found.contact) == ("new", "")
    assert (found.draft.kind, found.draft.date) == ("call", "2019-03-01")


def test_each_match_says_why():
    found = match(report("Putin and Trump spoke by phone on Saturday.", published="2017-01-29"), KNOWN)
    assert found.matches[0].contact == "2017-01-28-call"
    assert {"call", "names Saturday"} <= set(found.matches[0].why)
    assert len(found.matches) <= 10


@pytest.mark.parametrize(
    ("sentence", "mentioned"),
    [
        ("In a call in mid-November the two had agreed to meet.", "2016-11-14-call"),
        ("Putin and Trump had met in Hamburg on July 7, 2017.", "2017-07-07-meeting"),
        ("They last met at the Helsinki summit.", "2018-07-16-summit"),
    ],
)
def test_other_contacts_are_mentions(sentence, mentioned):
    published = "2017-01-29" if "November" in sentence else "2018-11-30"
    text = f"Trump and Putin spoke by phone, the Kremlin said. They discussed Syria.\n\n{sentence}"
    assert mentioned in match(report(text, published=published), KNOWN).mentions


def test_a_list_of_many_contacts_only_mentions_them():
    text = (
        "Timeline of contacts between Putin and Trump.\n\n14 November 2016: a phone call.\n\n28 January 2017: a phone call.\n\n"
        "7 July 2017: a meeting in Hamburg.\n\n16 July 2018: the Helsinki summit."
    )
    found = match(report(text, published="2019-01-10"), KNOWN)
    assert found.verdict == "mentions"
    assert {"2016-11-14-call", "2017-01-28-call", "2017-07-07-meeting", "2018-07-16-summit"} <= set(found.mentions)


def test_windows_hold_the_days_that_a_text_names():
    spans = windows(report("Putin and Trump spoke on Saturday. They had met on 7 July 2017.", published="2018-02-03"))
    assert any(first <= date(2018, 2, 3) <= last for first, last in spans)
    assert any(first <= date(2017, 7, 7) <= last for first, last in spans)
    assert all((last - first).days < 80 for first, last in spans)


def test_a_text_without_any_day_asks_for_the_whole_record():
    ((first, last),) = windows(report("Putin and Trump spoke by phone."))
    assert first.year == 2013
    assert last.year > 2025


def test_the_judgement_of_a_text_needs_no_more_than_its_candidates():
    assert match(report("Putin and Trump spoke by phone on Monday.", published="2025-05-20"), []).verdict == "new"
