"""What a text claims of its contact: plain texts of our own in, claims out."""

import pytest

from contacts.ingest.records import ExtractedReport, Verdict
from contacts.ingest.suggest import suggest
from contacts.ingest.terms import PersonTerm, Terms, TopicTerm

PARENTS = {
    "iran": "middle-east",
    "iran-nuclear-programme": "iran",
    "iran-nuclear-deal": "iran",
    "syria": "middle-east",
    "isis": "counter-terrorism",
    "ukraine-ceasefire": "ukraine",
    "ukraine-peace-talks": "ukraine",
    "ukraine-energy-truce": "ukraine",
    "ukraine-military-aid": "ukraine",
    "next-meeting": "bilateral-relations",
}
SLUGS = [
    "middle-east",
    "ukraine",
    "north-korea",
    "counter-terrorism",
    "bilateral-relations",
    "trade-economy",
    "arms-control",
    "sanctions",
    "venezuela",
    "election-interference",
    "covid-19",
    "energy-oil",
    "china",
    "afghanistan",
    "wildfires",
    *PARENTS,
]
TERMS = Terms(
    [TopicTerm(slug, PARENTS.get(slug, ""), slug.replace("-", " "), "", {}) for slug in SLUGS],
    [
        PersonTerm("dmitry-peskov", "Dmitry Peskov", "Дмитрий Песков", "russia"),
        PersonTerm("sergey-lavrov", "Sergey Lavrov", "Сергей Лавров", "russia"),
        PersonTerm("rex-tillerson", "Rex Tillerson", "Рекс Тиллерсон", "united-states"),
    ],
)
CALL = "Vladimir Putin and Donald Trump spoke by phone on Friday."


def claims(text, *, language="en", title="", contact="2019-05-03-call", publisher=""):
    report = ExtractedReport(title, publisher, "", "2019-05-04", "", language, "", text)
    found = suggest(report, Verdict("reports", contact), TERMS)
    assert all(claim.passage.exact in text for claim in found)
    return found


def said(found, prop="topic"):
    return {(claim.value["topic"], claim.speaker) for claim in found if claim.property == prop}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (f"{CALL} They discussed Syria and Venezuela, the Kremlin said.", "en", {("syria", "kremlin"), ("venezuela", "kremlin")}),
        # the attribution stands before, and goes on over the quotation
        (
            f'{CALL} The Kremlin published a statement.\n\n"The situation in Ukraine was discussed. Both sides spoke of Venezuela."',
            "en",
            {("ukraine", "kremlin"), ("venezuela", "kremlin")},
        ),
        # inverted, and "the statement" taken up
        (
            f'"They touched upon Syria," said Dmitry Peskov of the Kremlin. {CALL} Ukraine was raised too, the statement said.',
            "en",
            {("syria", "kremlin"), ("ukraine", "kremlin")},
        ),
        # a heading hands over the word
        (
            f"{CALL} They discussed Syria, the Kremlin said.\n\nWhite House reaction\n\nThe leaders focused on North Korea.",
            "en",
            {("syria", "kremlin"), ("north-korea", "white-house")},
        ),
        # the principal's own public words
        (f'{CALL}\n\n"We had a good call. We talked about Venezuela," Trump told reporters.', "en", {("venezuela", "white-house")}),
        (
            f"{CALL} They issued a joint statement on Syria, in which they confirmed their commitment to defeat Islamic State.",
            "en",
            {("syria", "joint"), ("isis", "joint")},
        ),
        # nobody is given the word: the outlet's own
        (f"{CALL} The two leaders discussed Ukraine.", "en", {("ukraine", "press")}),
        # background and settings are no subjects
        (
            f"{CALL} They discussed Syria, the Kremlin said.\n\nNorth Korea has tested missiles since 2006. Crimea was annexed in 2014.",
            "en",
            {("syria", "kremlin")},
        ),
        (
            "It was the first time Putin and Trump spoke by phone since a strike in Syria. They discussed Ukraine, said the Kremlin.",
            "en",
            {("ukraine", "kremlin")},
        ),
        (f"{CALL} The Kremlin said they discussed Iran and the Iranian nuclear program.", "en", {("iran-nuclear-programme", "kremlin")}),
        (f"{CALL} The White House said they spoke of arms control, which should include China.", "en", {("arms-control", "white-house")}),
        (
            "Владимир Путин и Дональд Трамп провели телефонный разговор. Обсуждена ситуация на Украине и в Сирии, сообщили в Кремле.",
            "ru",
            {("ukraine", "kremlin"), ("syria", "kremlin")},
        ),
        (
            "Владимир Путин и Дональд Трамп провели телефонный разговор. По словам Сары Сандерс, речь шла о Северной Корее.",
            "ru",
            {("north-korea", "white-house")},
        ),
        (
            "Путін і Трамп поговорили телефоном. У Білому домі повідомили, що лідери обговорили Венесуелу.",
            "uk",
            {("venezuela", "white-house")},
        ),
        (
            "Putin und Trump telefonierten am Freitag. Dabei sei es um Venezuela und die Ukraine gegangen, teilte der Kreml mit.",
            "de",
            {("venezuela", "kremlin"), ("ukraine", "kremlin")},
        ),
        ("Poutine et Trump se sont parlé au téléphone. Ils ont évoqué la Syrie, selon le Kremlin.", "fr", {("syria", "kremlin")}),
        (
            "Putin y Trump hablaron por teléfono. Según la Casa Blanca, abordaron la situación en Venezuela.",
            "es",
            {("venezuela", "white-house")},
        ),
        (
            "Putin e Trump si sono sentiti al telefono. I due leader hanno discusso del Venezuela, riferisce il Cremlino.",
            "it",
            {("venezuela", "kremlin")},
        ),
        (
            "Putin ve Trump telefonda görüştü. Kremlin, liderlerin Venezuela konusunu ele aldığını bildirdi.",
            "tr",
            {("venezuela", "kremlin")},
        ),
        ("Путин и Тръмп проведоха телефонен разговор. Двамата са обсъдили Венецуела, съобщи Кремъл.", "bg", {("venezuela", "kremlin")}),
    ],
)
def test_topics_and_who_says_so(text, language, expected):
    assert said(claims(text, language=language)) == expected


def test_a_readout_needs_no_speaker():
    text = f"{CALL} The leaders exchanged views on Venezuela. The situation in Syria was considered."
    assert said(claims(text, title="Telephone conversation with US President Donald Trump")) == {
        ("venezuela", "kremlin"),
        ("syria", "kremlin"),
    }


def test_not_discussed_is_a_claim_of_its_own():
    found = claims(f"{CALL} Trump told reporters that they discussed Venezuela, but they did not discuss election meddling.")
    assert said(found) == {("venezuela", "white-house")}
    assert said(found, "not-discussed") == {("election-interference", "white-house")}


def test_a_ceasefire_belongs_to_the_war_of_its_time():
    text = f"{CALL} The Kremlin said they discussed Ukraine and a ceasefire."
    assert said(claims(text, contact="2025-03-18-call")) == {("ukraine-ceasefire", "kremlin")}
    assert said(claims(text, contact="2017-05-02-call")) == {("ukraine", "kremlin")}


@pytest.mark.parametrize(
    ("sentence", "language", "minutes", "qualifier"),
    [
        ("The call lasted more than an hour, the Kremlin said.", "en", 60, "over"),
        ("The call lasted almost an hour and a half, the Kremlin said.", "en", 90, "almost"),
        ("The call lasted one hour and 25 minutes, the Kremlin said.", "en", 85, "exactly"),
        ("The conversation took about 40 minutes, the Kremlin said.", "en", 40, "about"),
        ("The call lasted two and a half hours, the Kremlin said.", "en", 150, "exactly"),
        ("Разговор длился почти полтора часа, сообщили в Кремле.", "ru", 90, "almost"),
        ("Разговор продолжался 1 час 10 минут, сообщили в Кремле.", "ru", 70, "exactly"),
        ("Беседа заняла около часа, сообщили в Кремле.", "ru", 60, "about"),
        ("Розмова тривала понад дві години, повідомили у Кремлі.", "uk", 120, "over"),
        ("Das Gespräch dauerte rund 50 Minuten, teilte der Kreml mit.", "de", 50, "about"),
        ("L'entretien a duré plus d'une heure, a indiqué le Kremlin.", "fr", 60, "over"),
        ("La llamada duró casi una hora y media, informó el Kremlin.", "es", 90, "almost"),
        ("Il colloquio è durato circa un'ora, riferisce il Cremlino.", "it", 60, "about"),
    ],
)
def test_durations(sentence, language, minutes, qualifier):
    openings = {
        "en": CALL,
        "ru": "Путин и Трамп провели телефонный разговор.",
        "uk": "Путін і Трамп провели телефонну розмову.",
        "de": "Putin und Trump telefonierten.",
        "fr": "Poutine et Trump se sont parlé au téléphone.",
        "es": "Putin y Trump hablaron por teléfono.",
        "it": "Putin e Trump hanno avuto un colloquio telefonico.",
    }
    found = [claim for claim in claims(f"{openings[language]} {sentence}", language=language) if claim.property == "duration"]
    assert [(dict(claim.value), claim.speaker) for claim in found] == [({"minutes": minutes, "qualifier": qualifier}, "kremlin")]


@pytest.mark.parametrize(
    ("text", "language", "side", "speaker"),
    [
        (f"{CALL} It was held at the initiative of the American side, the Kremlin said.", "en", "united-states", "kremlin"),
        ("Putin phoned Trump on Friday to discuss Syria, the White House said.", "en", "russia", "white-house"),
        (
            "Владимир Путин провел телефонный разговор с Дональдом Трампом по инициативе американской стороны, сообщает Кремль.",
            "ru",
            "united-states",
            "kremlin",
        ),
        (
            "Putin telefonierte mit Trump. Das Gespräch fand auf Initiative der amerikanischen Seite statt, teilte der Kreml mit.",
            "de",
            "united-states",
            "kremlin",
        ),
        (
            "Putin e Trump hanno avuto un colloquio telefonico su iniziativa della parte russa, riferisce il Cremlino.",
            "it",
            "russia",
            "kremlin",
        ),
    ],
)
def test_initiators(text, language, side, speaker):
    found = [claim for claim in claims(text, language=language) if claim.property == "initiator"]
    assert [(claim.value["initiator"], claim.speaker) for claim in found] == [(side, speaker)]


def test_who_confirms_and_who_calls_off():
    found = claims(f"{CALL} The White House confirmed the call. The Kremlin said the conversation was useful.")
    assert {claim.speaker for claim in found if claim.property == "confirmation"} == {"kremlin", "white-house"}
    found = claims("The Kremlin said the meeting between Putin and Trump was cancelled.")
    assert [(claim.property, claim.speaker) for claim in found] == [("cancellation", "kremlin")]


def test_where_it_was_and_who_was_there():
    found = claims("Putin and Trump met in Hamburg on Friday. The talks were attended by Sergey Lavrov and Rex Tillerson.")
    assert [dict(claim.value) for claim in found if claim.property == "place"] == [{"place": "hamburg"}]
    present = {claim.value["participant"] for claim in found if claim.property == "participant"}
    assert present == {"sergey-lavrov", "rex-tillerson"}
    assert not [claim for claim in claims(f"{CALL} They had met in Helsinki in July 2018.") if claim.property == "place"]


def test_each_claim_points_into_the_text_and_says_which_words_led_to_it():
    (claim,) = [claim for claim in claims(f"{CALL} They discussed Venezuela, the Kremlin said.") if claim.property == "topic"]
    assert "Venezuela" in claim.passage.exact
    assert 3 <= len(claim.passage.exact.split()) <= 40
    assert "discussed" in claim.why
    assert "Kremlin said" in claim.why
    assert claim.passage.prefix.strip().endswith("Friday.")


@pytest.mark.parametrize("verdict", ["none", "mentions"])
def test_a_text_that_is_not_about_a_contact_yields_nothing(verdict):
    report = ExtractedReport("", "", "", "2019-05-04", "", "en", "", f"{CALL} They discussed Syria, the Kremlin said.")
    assert suggest(report, Verdict(verdict, ""), TERMS) == []


@pytest.mark.parametrize("text", ["", "…", "\n\n\n", "“", "Putin", "a " * 5000, "12.5.2017 ☎ 普京 特朗普", "Putin’s ‘call’ — with “Trump"])
def test_odd_texts_do_no_harm(text):
    assert isinstance(claims(text), list)
