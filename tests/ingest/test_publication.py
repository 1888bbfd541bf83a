"""The day of publication: datelines and stamps as houses write them, and days that belong to something else."""

from datetime import UTC, datetime

import pytest

from contacts.ingest.extract import extract
from contacts.ingest.records import RawPage

TEXTS = {
    "en": (
        "Putin and Trump speak by telephone about Syria",
        "Presidents Vladimir Putin of Russia and Donald Trump of the United States "
        "spoke by telephone about Syria, the Kremlin press service said on its site.",
    ),
    "ru": (
        "Путин и Трамп обсудили по телефону Сирию",
        "Президенты России и США Владимир Путин и Дональд Трамп обсудили по телефону положение в Сирии, сообщила пресс-служба Кремля.",
    ),
    "uk": (
        "Путін і Трамп обговорили телефоном Сирію",
        "Президенти Росії та США обговорили телефоном ситуацію в Сирії та Україні, повідомила пресслужба Кремля у вівторок увечері.",
    ),
    "de": (
        "Putin und Trump telefonieren über Syrien",
        "Die Präsidenten Russlands und der USA haben in einem Telefonat über die "
        "Lage in Syrien und in der Ukraine gesprochen, teilte der Kreml mit.",
    ),
    "fr": (
        "Poutine et Trump ont parlé de la Syrie",
        "Les présidents russe et américain se sont entretenus par téléphone de la situation en Syrie et en Ukraine, a indiqué le Kremlin.",
    ),
    "es": (
        "Putin y Trump hablan por teléfono sobre Siria",
        "Los presidentes de Rusia y Estados Unidos conversaron por teléfono sobre la situación en Siria y en Ucrania, informó el Kremlin.",
    ),
    "it": (
        "Putin e Trump al telefono sulla Siria",
        "I presidenti di Russia e Stati Uniti hanno parlato al telefono della situazione in Siria e in Ucraina, ha reso noto il Cremlino.",
    ),
    "tr": (
        "Putin ve Trump telefonda Suriye'yi görüştü",
        "Rusya ve ABD devlet başkanları Suriye ve Ukrayna'daki durumu telefonda görüştü, Kremlin'den yapılan yazılı açıklamada bildirildi.",
    ),
    "bg": (
        "Путин и Тръмп обсъдиха Сирия по телефона",
        "Президентите на Русия и САЩ обсъдиха по телефона положението в Сирия и Украйна, съобщиха от пресслужбата на Кремъл.",
    ),
    "cs": (
        "Putin a Trump hovořili o Sýrii",
        "Prezidenti Ruska a Spojených států hovořili telefonicky o situaci v "
        "Sýrii a na Ukrajině, oznámila tisková služba Kremlu v úterý večer.",
    ),
}


def read(body, *, url="", kind="", fetched="2026-01-01"):
    return extract(RawPage(url, url, body.encode(), kind, datetime.fromisoformat(fetched).replace(tzinfo=UTC)))


def article(opening, language, **options):
    title, text = TEXTS[language]
    return read(f"{title}\n\n{opening}{text}\n\n{text.replace(',', ', as was said,', 1)}", **options)


def page(body, head="", **options):
    return read(
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>", kind="text/html", **options
    )


@pytest.mark.parametrize(
    ("opening", "language", "day"),
    [
        ("28 December 2025. Moscow. ", "en", "2025-12-28"),
        ("28 December 2025. Moscow – ", "en", "2025-12-28"),
        ("Monday, November 14, 2016. MOSCOW. ", "en", "2016-11-14"),
        ("MOSCOW, November 21, 2017. /TASS/. ", "en", "2017-11-21"),
        ("(Reuters) – Nov 14, 2016 ", "en", "2016-11-14"),
        ("Nov. 14, 2016 (UPI) -- ", "en", "2016-11-14"),
        ("MOSCOW (Sputnik), November 14, 2016 — ", "en", "2016-11-14"),
        ("Washington, D.C., November 14, 2016 — ", "en", "2016-11-14"),
        ("2016-11-14 20:35 MOSCOW (Xinhua) -- ", "en", "2016-11-14"),
        ("Moscow / 14 November 2016 / TASS / ", "en", "2016-11-14"),
        ("[November 14, 2016] ", "en", "2016-11-14"),
        ("МОСКВА, 21 ноя 2017 — РИА Новости. ", "ru", "2017-11-21"),
        ("МОСКВА, 21 ноября 2017 года. /ТАСС/. ", "ru", "2017-11-21"),
        ("Москва. 21 ноября 2017 г. INTERFAX.RU - ", "ru", "2017-11-21"),
        ("21 ноября 2017, Москва. ", "ru", "2017-11-21"),
        ("КИЇВ. 14 листопада 2016 року. УНН. ", "uk", "2016-11-14"),
        ("Berlin (dpa) 14.11.2016 ", "de", "2016-11-14"),
        ("Moskau – 14. November 2016: ", "de", "2016-11-14"),
        ("Berlin, den 14. November 2016 ", "de", "2016-11-14"),
        ("Moscou, le 14 novembre 2016 - ", "fr", "2016-11-14"),
        ("Le 14 novembre 2016 à 20h35\n\n", "fr", "2016-11-14"),
        ("Moscú, 14 de noviembre de 2016 (EFE) - ", "es", "2016-11-14"),
        ("(ANSA) - MOSCA, 14 NOV 2016 - ", "it", "2016-11-14"),
        ("Moskova - 14 Kasım 2016 ", "tr", "2016-11-14"),
        ("Москва, 14 ноември 2016 г. /ТАСС/ ", "bg", "2016-11-14"),
        ("МОСКВА,\u00a021\u00a0ноября\u00a02017. /ТАСС/. ", "ru", "2017-11-21"),
    ],
)
def test_a_dateline_gives_the_day(opening, language, day):
    assert article(opening, language).published == day


@pytest.mark.parametrize(
    ("opening", "language"),
    [
        ("MOSCOW, November 21. /TASS/. ", "en"),
        ("(Reuters) - Nov 21 – ", "en"),
        ("Nov 21 (Reuters) - ", "en"),
        ("МОСКВА, 21 ноя — РИА Новости. ", "ru"),
        ("21 ноября. ИНТЕРФАКС. ", "ru"),
        ("Москва. 21 ноября. INTERFAX.RU - ", "ru"),
        ("(ANSA) - MOSCA, 21 NOV - ", "it"),
        ("21 Nov 20.35 GMT\n\n", "en"),
        ("Publié le 21 novembre à 20h35\n\n", "fr"),
    ],
)
def test_a_day_without_its_year_takes_that_of_the_day_on_which_the_page_was_fetched(opening, language):
    assert article(opening, language, url="https://wire.example/1", fetched="2017-11-25").published == "2017-11-21"
    assert article(opening, language, url="https://wire.example/1", fetched="2019-03-01").published == ""
    assert article(opening, language).published == ""


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("14/11/2016 at 8:35 PM ET", "en"),
        ("14-Nov-2016 20:35", "en"),
        ("The Prairie Register, November 14, 2016", "en"),
        ("14.11.16 20:35", "ru"),
        ("14. 11. 2016, 20:35", "cs"),
        ("Aktualisiert: 15.11.2016, 08:00 | Veröffentlicht: 14.11.2016, 20:35", "de"),
    ],
)
def test_a_stamp_in_figures(line, language):
    assert article(f"{line}\n\n", language).published == "2016-11-14"


def test_the_clock_of_an_american_paper_puts_the_month_first():
    assert article("11/04/2016 8:35 PM EST\n\n", "en").published == "2016-11-04"
    assert article("04/11/2016 20:35 GMT\n\n", "en").published == "2016-11-04"
    assert article("04/11/2016 20:35\n\n", "en").published == ""


@pytest.mark.parametrize(
    "opening",
    [
        "3 hours ago\n\n",
        "Yesterday, 20:35\n\n",
        "Photo: Putin in Moscow, November 14, 2016\n\n",
        "In Moscow, November 14, 2016 was a cold day. ",
        "By November 14, 2016, nobody knew more than that. ",
        "After the call of November 14, 2016. ",
        "November 14, 2016 was the day. ",
    ],
)
def test_what_tells_of_another_day_or_of_none_gives_none(opening):
    assert article(opening, "en").published == ""


def test_entries_of_a_chronology_are_no_datelines():
    title, text = TEXTS["en"]
    entries = "\n\n".join(f"{day} - {text}" for day in ("November 14, 2016", "January 28, 2017", "May 2, 2017"))
    assert read(f"{title}\n\n{entries}").published == ""


def test_three_parts_of_a_query_are_a_day():
    assert article("", "en", url="https://a.example/v.php?yyyy=2025&mm=12&dd=28&nav_id=9").published == "2025-12-28"


PARAGRAPHS = "".join(f"<p>{TEXTS['en'][1]} {number} of them were seen.</p>" for number in ("One", "Two", "Three"))


def test_the_day_of_a_link_to_another_article_is_not_the_article_s():
    card = "<article class='card related__item'><a href='/b'><h3>They met</h3><time datetime='2017-07-07'>7 July</time></a></article>"
    bare = "<div><a href='/c'>They met <time datetime='2017-07-07'>7 July</time></a></div>"
    body = f"<article><h1>Putin and Trump speak</h1>{PARAGRAPHS}</article>"
    assert page(body + card).published == ""
    assert page(body + bare).published == ""
    posted = "<a href='/a' rel='bookmark'><time class='entry-date published' datetime='2017-11-21T10:00:00Z'>21 Nov</time></a>"
    assert page(body.replace("</h1>", f"</h1>{posted}") + card).published == "2017-11-21"


def test_a_printed_day_wins_over_a_time_that_says_nothing_of_itself():
    clock = "<div><time datetime='2025-12-31'>31 December 2025</time></div>"
    body = f"<h1>Putin and Trump speak</h1><p class='info'>21 November 2017, 22:15</p>{PARAGRAPHS}{clock}"
    assert page(body).published == "2017-11-21"


def test_a_line_that_the_page_names_after_its_date_may_stand_below_a_long_standfirst():
    title, text = TEXTS["ru"]
    top = f"<h1>{title}</h1><p class='summary'>{text}</p><p class='date'>21 ноября 2017 года, 21:10</p>"
    body = "".join(f"<p>{number} раз: {text}</p>" for number in ("Один", "Два", "Три"))
    assert page(f"<div class='h-entry'>{top}<div class='text'>{body}</div></div>").published == "2017-11-21"


def test_a_day_above_the_headline_is_taken_last_and_never_from_the_clock_of_the_page():
    cell = f"<td><font size=1>Monday, July 23, 2018</font><br><b>Putin and Trump speak by phone</b>{PARAGRAPHS}</td>"
    layout = f"<table><tr><td>News<br>Obits<br>Sports</td>{cell}</tr></table>"
    assert page(layout, "<title>The Sentinel: Putin and Trump speak by phone</title>").published == "2018-07-23"
    clock = f"<header><span>Thursday, 1 January 2026</span></header><div><h1>Putin and Trump speak</h1>{PARAGRAPHS}</div>"
    assert page(clock, url="https://a.example/1").published == ""


# --- headlines of pasted pages -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        "Home About Issues Donate",
        "China - Politics - Markets - Video",
        "The Morning Ledger\nLog in  Subscribe\nUpdated 4 hours ago",
        "International\nJane Roe in Moscow\n1,204 views",
    ],
)
def test_lines_of_the_page_are_no_headline(head):
    title, text = TEXTS["en"]
    assert read(f"{head}\n{title}\n\n{text}\n\n{text} Again.").title == title
    assert read(f"{head}\n\n{text}\n\n{text} Again.").title == ""


# --- whose text it is ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("closing", "credit"),
    [
        ("With files from Reuters", "Reuters"),
        ("Reporting by Jane Roe in Washington for Reuters", "Reuters"),
        ("The Associated Press contributed to this report.", "AP"),
        ("Izvor: Tanjug, RIA Novosti", "Tanjug"),
        ("Об этом сообщает РИА Новости со ссылкой на пресс-службу Кремля.", "RIA Novosti"),
        ("По материалам «Интерфакса»", "Interfax"),
        ("The two may meet in June, Reuters reported.", ""),
        ("The report was denied by the Kremlin, Reuters said.", ""),
        ("A photographer of the AP was let into the room, and by six it was over.", ""),
    ],
)
def test_a_credit_is_whose_text_it_is_and_a_quoted_sentence_is_not(closing, credit):
    title, text = TEXTS["en"]
    assert read(f"{title}\n\n{text}\n\n{text} Again.\n\n{closing}").credit == credit


def test_a_stamp_may_name_the_agency():
    title, text = TEXTS["en"]
    assert read(f"{title}\n28.12.2025 21:04 Source: RIA Novosti\n\n{text}\n\n{text} Again.").credit == "RIA Novosti"
    assert read(f"{title}\nJane Roe, Associated Press\n\n{text}\n\n{text} Again.").credit == "AP"
