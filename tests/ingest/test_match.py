"""Which contact a text is about: plain texts of our own in, verdicts out."""

from datetime import date, timedelta

import pytest
from django.db import connection

from contacts.ingest.candidates import MOST, candidates, common_words
from contacts.ingest.match import match, wanted, windows
from contacts.ingest.records import Candidate, ExtractedReport
from contacts.models import Contact
from tests.factories import ContactFactory, PlaceFactory


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
    known("2017-10-02-message", "message", "2017-10-02", "Putin's condolences after the Las Vegas shooting"),
    known("2020-10-02-message", "message", "2020-10-02", "Putin's get-well telegram after Trump's positive COVID test"),
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
    assert all((last - first).days < 80 for first, last in spans[:-1])
    assert spans[-1][0].year == 2013, "last comes the whole record, for what is mentioned without its day"
    assert spans[-1][1] < date(2018, 4, 1), "but nothing that lies far ahead of the publication"


def test_a_text_without_any_day_asks_for_the_whole_record():
    ((first, last),) = windows(report("Putin and Trump spoke by phone."))
    assert first.year == 2013
    assert last.year > 2025


def test_the_judgement_of_a_text_needs_no_more_than_its_candidates():
    assert match(report("Putin and Trump spoke by phone on Monday.", published="2025-05-20"), []).verdict == "new"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Vladimir Putin e Donald Trump conversaram por telefone nesta segunda-feira, informou o Kremlin.", "pt"),
        ("De presidenten Poetin en Trump hebben maandag twee uur met elkaar gebeld.", "nl"),
        ("Prezydenci Władimir Putin i Donald Trump rozmawiali w poniedziałek przez telefon, poinformował Kreml.", "pl"),
        ("Ruský prezident Vladimir Putin a americký prezident Donald Trump spolu v pondělí telefonovali.", "cs"),
        ("Predsednici Rusije i SAD Vladimir Putin i Donald Tramp razgovarali su u ponedeljak telefonom.", "sr"),
        ("Ruski predsjednik Vladimir Putin i američki predsjednik Donald Trump održali su u ponedjeljak telefonski razgovor.", "hr"),
        ("Președinții Vladimir Putin și Donald Trump au discutat luni la telefon, a anunțat Kremlinul.", "ro"),
        ("Vladimir Putin och Donald Trump talade i telefon på måndagen, enligt Kreml.", "sv"),
        ("俄罗斯总统普京19日同美国总统特朗普通电话。双方于星期一讨论了乌克兰问题。", "zh"),
        ("ロシアのプーチン大統領とアメリカのトランプ大統領は5月19日、電話会談を行った。", "ja"),
        ("أجرى الرئيس الروسي فلاديمير بوتين ونظيره الأمريكي دونالد ترامب محادثة هاتفية يوم الاثنين، وفق الكرملين.", "ar"),
        ("블라디미르 푸틴 대통령과 도널드 트럼프 대통령이 월요일 전화 통화를 했다.", "ko"),
        ("Президенти Росії та США зідзвонилися в понеділок, розмова Путіна з Трампом тривала дві години.", "uk"),
        ("Путин и Трамп созвонились в понедельник.", "ru"),
        ("Putin und Trump haben sich am Montag am Telefon ausgetauscht, ihr Telefonat dauerte zwei Stunden.", "de"),
        ("Nouvel appel entre Vladimir Poutine et Donald Trump lundi, d'une durée de deux heures.", "fr"),
    ],
)
def test_a_call_is_understood_in_many_languages(text, language):
    found = match(report(text, published="2025-05-20", language=language), KNOWN)
    assert (found.verdict, found.contact) == ("reports", "2025-05-19-call"), found.matches[:2]


@pytest.mark.parametrize(
    ("text", "published", "language", "verdict", "contact"),
    [
        # who is named in office tells the years of a text that has no date
        (
            "Putin and Trump spoke by phone on Monday about Ukraine. Karoline Leavitt and envoy Steve Witkoff briefed reporters after it.",
            "",
            "en",
            "reports",
            "2025-05-19-call",
        ),
        # a text lies after the last day of which it tells
        (
            "Putin and Trump chatted at a leaders' dinner. The World Cup final on July 15, 2018 was recalled.",
            "",
            "en",
            "reports",
            "2018-11-30-pull-aside",
        ),
        # a date in front of a text is its date of publication, whatever names the place
        (
            "MOSCOW, 15 December 2017 - Putin and Trump discussed North Korea by telephone on Thursday.",
            "",
            "en",
            "reports",
            "2017-12-14-call",
        ),
        # the page was changed years later, the text says when its contact was
        ("Putin and Trump spoke by phone on January 28, 2017, the Kremlin said.", "2021-08-03", "en", "reports", "2017-01-28-call"),
        # two who are both named have talked, whatever the verb
        ("Putin, Trump discuss Syria on Saturday, Kremlin says.", "2017-01-29", "en", "reports", "2017-01-28-call"),
        (
            "Trump and Putin will meet in Helsinki on July 16, the White House said.",
            "2018-06-28",
            "en",
            "announcement",
            "2018-07-16-summit",
        ),
        ("Президенты Путин и Трамп увидятся в Хельсинки 16 июля.", "2018-06-28", "ru", "announcement", "2018-07-16-summit"),
        ("特朗普与普京将于7月16日在赫尔辛基会晤。", "2018-06-28", "zh", "announcement", "2018-07-16-summit"),
        # imagined, not told
        (
            "Mr. President, pick up the phone. Trump would call Putin tomorrow and end it. A call costs nothing.",
            "2022-11-03",
            "en",
            "none",
            "",
        ),
        ("It is time for a call between Trump and Putin. A talk at the top costs nothing.", "2019-09-03", "en", "none", ""),
        # a call with its length, beside the meeting that it announced
        (
            "Trump said he will meet Vladimir Putin in Budapest after a call between them. The conversation on Monday lasted two hours.",
            "2025-05-20",
            "en",
            "reports",
            "2025-05-19-call",
        ),
        # three in one list; two of them are theirs
        (
            "Putin, Trump and King Salman in a telephone call on Sunday backed the deal.",
            "2020-04-12",
            "en",
            "reports",
            "2020-04-12-call-three-way",
        ),
        ("Biden met Putin. Trump said the meeting with Putin would never have happened under him.", "2021-06-16", "en", "none", ""),
        # a fresh day rules out what lies months back, however much of its subjects are named
        (
            "Putin and Trump spoke by phone on Wednesday about a memorandum, the Kremlin said. The call lasted two hours.",
            "2025-09-25",
            "en",
            "new",
            "",
        ),
    ],
)
def test_time_and_tense(text, published, language, verdict, contact):
    found = match(report(text, published=published, language=language), KNOWN)
    assert (found.verdict, found.contact) == (verdict, contact), found.matches[:2]


@pytest.mark.parametrize(
    ("text", "published", "language", "verdict", "contact"),
    [
        # the verb of a noun stands behind the names that the noun joins
        (
            "L’incontro fra Vladimir Putin e Donald Trump al vertice del G20 a Helsinki in Finlandia si terrà lunedì 16 luglio.",
            "2018-07-12",
            "it",
            "announcement",
            "2018-07-16-summit",
        ),
        (
            "Телефонного разговора между Владимиром Путиным и избранным президентом США Дональдом Трампом не было, сказал Песков.",
            "2024-11-08",
            "ru",
            "reports",
            "2024-11-07-claimed-call",
        ),
        # the tense is in the ending
        (
            "Vladimir Poutine et Donald Trump se rencontreront à Helsinki le 16 juillet.",
            "2018-06-28",
            "fr",
            "announcement",
            "2018-07-16-summit",
        ),
        ("Putin y Trump celebrarán una cumbre en Helsinki el 16 de julio.", "2018-06-28", "es", "announcement", "2018-07-16-summit"),
        # nothing is arranged, whatever the heading
        (
            "Песков прокомментировал слова о разговоре\n\nДоговоренности о разговоре Путина с Трампом нет: в графике пока ничего нет.",
            "2025-07-31",
            "ru",
            "none",
            "",
        ),
        # the others of a sentence that takes up the names of the one before
        (
            "Путин принял спецпосланника президента США Дональда Трампа Стива Уиткоффа. Встреча длилась три часа.",
            "2025-05-19",
            "ru",
            "none",
            "",
        ),
        (
            "Xi Jinping and Putin spoke by video link on Monday, papers of both countries said. Trump has not spoken of Putin.",
            "2025-05-19",
            "en",
            "none",
            "",
        ),
        ("Trump says he is arranging a meeting between Putin and Zelensky.", "2025-08-19", "en", "none", ""),
        (
            "Trump is friendly to Putin, half of the Americans said. The college asked 900 people by phone on Monday.",
            "2025-05-19",
            "en",
            "none",
            "",
        ),
        # the one who is called is the object, whoever else stands there
        (
            "Trump left his talks with European leaders and Zelensky on Monday to telephone Vladimir Putin.",
            "2025-05-19",
            "en",
            "reports",
            "2025-05-19-call",
        ),
        # a clause that tells of something else; a call of others that is taken up
        (
            "Putin told Trump in a call on Monday that he will have to respond to the raid.",
            "2025-05-19",
            "en",
            "reports",
            "2025-05-19-call",
        ),
        (
            "Putin and Xi Jinping talked by video link on Monday, a day after Trump took office. The call had been arranged before.",
            "2025-05-19",
            "en",
            "none",
            "",
        ),
        (
            "Putin ile Trump pazartesi günü bir telefon görüşmesi yapacağını açıkladı.",
            "2025-05-17",
            "tr",
            "announcement",
            "2025-05-19-call",
        ),
        (
            "Putin-Trump meeting in Hamburg to start on Friday afternoon, an aide said.",
            "2017-07-05",
            "en",
            "announcement",
            "2017-07-07-meeting",
        ),
        # a name in another alphabet
        ("Путин направил Трампу телеграмму с соболезнованиями: в Лас-Вегасе погибли люди.", "", "ru", "reports", "2017-10-02-message"),
        # of the publication only the month is known
        ("Putin and Trump spoke by phone on Monday.", "2016-11", "en", "reports", "2016-11-14-call"),
        ("Putin and Trump spoke by phone on Monday.", "2025-05", "en", "reports", "2025-05-19-call"),
    ],
)
def test_whose_and_when(text, published, language, verdict, contact):
    title, _, body = text.rpartition("\n\n")
    found = match(report(body, title=title, published=published, language=language), KNOWN)
    assert (found.verdict, found.contact) == (verdict, contact), found.matches[:2]


def test_a_house_that_tells_of_its_own_man_need_not_name_him():
    told = report(
        "Strategic stability took up a good part of the conversation. The presidents of Russia and the United States spoke of trade.",
        title="Telephone conversation with US President Donald Trump",
        published="2025-05-19",
    )
    found = match(told, KNOWN)
    assert (found.verdict, found.contact) == ("reports", "2025-05-19-call")


def test_a_text_that_tells_of_one_contact_throughout_reports_it_whatever_its_lead():
    told = report(
        "Oil went up on Monday.\n\nTraders were relieved.\n\nShares rose as well, and so did the rouble.\n\nThe reason is a call. "
        "Putin and Trump spoke by phone for two hours on Monday. The two presidents talked about a memorandum. "
        "Putin called the conversation useful. Trump said that the call went well.",
        published="2025-05-19",
    )
    found = match(told, KNOWN)
    assert (found.verdict, found.contact) == ("reports", "2025-05-19-call")


@pytest.mark.parametrize(
    ("status", "text", "contact"),
    [
        ("denied", "Trump said that he had spoken with Putin of late.", "2025-12-claimed"),
        ("denied", "Trump and Putin spoke by phone on Tuesday for two hours, the Kremlin said.", ""),
    ],
)
def test_a_claim_without_details_is_of_the_contact_that_is_only_claimed(status, text, contact):
    said = Candidate(
        "2025-12-claimed", "call", date(2025, 12, 1), date(2025, 12, 31), "Recent talk of which Trump spoke", "", "", "", (), (), status
    )
    assert match(report(text, published="2025-12-16"), [*KNOWN, said]).contact == contact


@pytest.mark.parametrize(
    ("lead", "published", "sentence", "mentioned"),
    [
        ("Trump and Putin spoke by phone on Monday.", "2025-05-20", "Much has changed after Helsinki.", {"2018-07-16-summit"}),
        ("Trump and Putin spoke by phone on Sunday.", "2017-12-17", "The last time they spoke was on Thursday.", {"2017-12-14-call"}),
        ("Trump and Putin spoke by phone on Sunday.", "2017-12-17", "It was more cordial than their previous call.", {"2017-12-14-call"}),
        (
            "Putin and Trump talked at the leaders' dinner in Buenos Aires on Friday.",
            "2018-12-01",
            "The formal meeting had been cancelled.",
            {"2018-12-01-cancelled-meeting"},
        ),
        (
            "Putin and Trump talked at the G20 leaders' dinner in Hamburg on July 7.",
            "2017-07-19",
            "Their formal meeting with ministers had lasted over two hours.",
            {"2017-07-07-meeting"},
        ),
        (
            "Trump and Putin spoke by phone on Monday.",
            "2025-05-20",
            "Trump owns a resort at Mar-a-Lago. Helsinki is the capital of Finland.",
            set(),
        ),
        # two days of one month; a sentence that only dates one of those before it
        (
            "Trump and Putin spoke by phone on Monday.",
            "2025-05-19",
            "They had talked by telephone on 14 and 17 December 2017.",
            {"2017-12-14-call", "2017-12-17-call"},
        ),
        (
            "Trump and Putin spoke by phone on Monday.",
            "2017-05-02",
            "It was their second call since Trump took office. The first took place on January 28.",
            {"2017-01-28-call"},
        ),
        # what is under a photograph
        ("Trump and Putin spoke by phone on Monday.", "2025-05-19", "Trump and Putin.\n\nHelsinki, 16 July 2018\n\nIt was useful.", set()),
    ],
)
def test_what_anchors_a_mention(lead, published, sentence, mentioned):
    assert set(match(report(f"{lead}\n\n{sentence}", published=published), KNOWN).mentions) == mentioned


def test_a_short_history_of_places_and_months_is_a_list():
    text = (
        "Trump and Putin: a short history of handshakes\n\nHamburg, July 2017: four seconds.\n\nHelsinki, July 2018: a wink.\n\n"
        "Buenos Aires, November 2018: a word at dinner."
    )
    found = match(report(text, published="2025-08-14"), KNOWN)
    assert found.verdict == "mentions"
    assert {"2018-07-16-summit", "2018-11-30-pull-aside"} <= set(found.mentions)


SIX_HOURS_APART = [
    known("2020-04-12-call-three-way", "call", "2020-04-12", "Three-way call with King Salman on the oil market", minutes=(90,)),
    known("2020-04-13-call", "call", "2020-04-13", "Call on the oil market"),
]


class TestOrdinaryNews:
    """Ways of ordinary news of telling whose contact it was, and which."""

    @pytest.mark.parametrize(
        ("text", "language"),
        [
            (
                "Cameras rolled as Monday's talks between the presidents of the United States and Russia began in Helsinki. "
                "Donald Trump smiled. Vladimir Putin did not. It was a good start, the White House said.",
                "en",
            ),
            (
                "Переговоры президентов РФ и США прошли в понедельник в Хельсинки, сообщил Кремль. Дональд Трамп улыбался. "
                "Владимир Путин — нет.",
                "ru",
            ),
            (
                "La reunión de los presidentes de Rusia y de Estados Unidos terminó el lunes en Helsinki. Donald Trump sonreía. "
                "Vladímir Putin no.",
                "es",
            ),
        ],
    )
    def test_both_by_their_offices(self, text, language):
        found = match(report(text, published="2018-07-16", language=language), KNOWN)
        assert (found.verdict, found.contact) == ("reports", "2018-07-16-summit")

    @pytest.mark.parametrize(
        "text",
        [
            "Talks between the presidents of the United States and Russia ended on Monday in Helsinki, Vladimir Putin's office said.",
            "Talks between the presidents of the United States and Russia ended on Monday. Barack Obama left first, before Vladimir Putin. "
            "Donald Trump, then a candidate, had no comment.",
        ],
    )
    def test_offices_are_nobody_where_one_is_not_named_or_another_held_it(self, text):
        assert match(report(text, published="2018-07-16"), KNOWN).verdict == "mentions"

    def test_opening_that_names_nobody_does_not_set_the_kind(self):
        found = match(
            report(
                "There was no meeting, but there was a conversation. Vladimir Putin said on Saturday that he and Donald Trump had "
                "exchanged a few words at Friday's gala dinner of the Group of 20 in Buenos Aires. They spoke of Ukraine.",
                published="2018-12-01",
            ),
            KNOWN,
        )
        assert (found.verdict, found.contact) == ("reports", "2018-11-30-pull-aside")

    def test_what_is_taken_back_further_down_was_only_claimed(self):
        denied = [known("2024-11-07-claimed-call", "call", "2024-11-07", "Call after the vote", status="denied")]
        text = "Trump had a good talk with Putin on Thursday, several agencies wrote. He told him in the call to stop. It was long. {}"
        plain = match(report(text.format("Moscow slept."), published="2024-11-08"), denied).matches[0].score
        taken_back = match(report(text.format("There was no such call, Peskov said."), published="2024-11-08"), denied).matches[0]
        assert taken_back.score > plain
        assert "denied" in taken_back.why

    @pytest.mark.parametrize(
        ("told", "contact"),
        [
            ("a few hours after speaking with King Salman of Saudi Arabia in a three-way call", "2020-04-13-call"),
            ("this time without King Salman of Saudi Arabia", "2020-04-13-call"),
        ],
    )
    def test_who_was_there_the_time_before_is_no_mark(self, told, contact):
        text = f"Putin and Trump spoke by phone on Monday, {told}, the Kremlin said. They turned to oil again."
        assert match(report(text, published="2020-04-13"), SIX_HOURS_APART).contact == contact

    def test_the_contact_of_the_heading_is_taken_up_after_a_sentence_about_one_of_them_and_another(self):
        text = (
            "A day before Volodymyr Zelensky was to see him in the White House, Vladimir Putin got in first. "
            "The call on Thursday lasted almost two and a half hours, the Kremlin said. It was frank."
        )
        calls = [known(f"2025-10-{day}-call", "call", f"2025-10-{day}", "Call on missiles") for day in (15, 16)]
        assert match(report(text, published="2025-10-17", title="Kremlin sets out call with Trump"), calls).contact == "2025-10-16-call"

    @pytest.mark.parametrize("told", ["spoke with Putin", "had a call with Putin"])
    def test_a_meeting_with_another_that_only_sets_the_time_is_not_theirs(self, told):
        calls = [known(f"2025-12-{day}-call", "call", f"2025-12-{day}", "Call on peace") for day in (28, 29)]
        text = (
            "Putin and Trump spoke by phone on Monday, the Kremlin said. The Russian side told of an attack on a residence. "
            "The White House called it a positive conversation and gave no details of it. It was the second within two days. "
            f"On December 28, Trump {told} before a meeting with Zelensky."
        )
        found = match(report(text, published="2025-12-29"), calls)
        assert (found.contact, found.mentions) == ("2025-12-29-call", ("2025-12-28-call",))

    def test_comparison_of_two_readouts(self):
        text = (
            "Donald Trump wanted thirty days without shooting. From Vladimir Putin he got rather less. "
            "The White House text names a memorandum. The Kremlin text names conditions. Trump said on television that {}"
        )
        told = report(text.format("the call had gone on for more than two hours."), published="2025-05-20")
        assert match(told, KNOWN).contact == "2025-05-19-call"
        assert match(report(text.format("the game had gone on for more than two hours."), published="2025-05-20"), KNOWN).contact == ""
        late = report(text.format("the call had gone on for more than two hours."), published="2025-06-20")
        assert match(late, KNOWN).contact == ""


@pytest.mark.django_db
class TestCandidatesOfALargeRecord:
    """More contacts than are compared: those that agree with the text are among the chosen."""

    @pytest.fixture
    def sought(self):
        day, place = date(2013, 1, 1), PlaceFactory(name="Helsinki")
        rows = [
            Contact(
                slug=f"{day + timedelta(number)}-call",
                kind="call",
                date=str(day + timedelta(number)),
                title="A call",
                state="published",
                earliest=day + timedelta(number),
                latest=day + timedelta(number),
                public_id=f"x{number:06}",
            )
            for number in range(MOST * 3)
        ]
        Contact.objects.bulk_create(rows)
        return ContactFactory(slug="sought", kind="summit", date="2013-03-07", title="Summit on the reindeer", place=place, published=True)

    @pytest.mark.parametrize(
        "text",
        [
            "Putin and Trump met at a summit on March 7.",
            "Putin and Trump met at a summit in Helsinki.",
            "Putin and Trump talked of Reindeer at their summit, the Kremlin said.",
        ],
    )
    def test_found_by_day_of_the_year_place_or_word(self, sought, text):
        found = candidates(windows(report(text)), wanted(report(text)))
        assert len(found) <= MOST
        assert "sought" in {candidate.slug for candidate in found}

    def test_words_that_most_contacts_bear_tell_nothing(self, sought):
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE contacts_contact")
        common_words.cache_clear()
        try:
            assert "call" in common_words(0)
            assert "reindeer" not in common_words(0)
        finally:
            common_words.cache_clear()

    def test_found_by_its_day(self, sought):
        told = report("Putin and Trump met at a summit on Thursday.", published="2013-03-08")
        assert "sought" in {candidate.slug for candidate in candidates(windows(told), wanted(told))}

    def test_queries_do_not_grow_with_the_record(self, sought, django_assert_max_num_queries):
        told = report("Putin and Trump met at a summit in Helsinki on March 7.")
        with django_assert_max_num_queries(9):
            candidates(windows(told), wanted(told))
