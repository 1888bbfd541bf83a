"""What a text claims of its contact: plain texts of our own in, claims out."""

import pytest

from contacts.ingest.records import ExtractedReport, Verdict
from contacts.ingest.sentences import MOST_WORDS, split
from contacts.ingest.suggest import suggest
from contacts.ingest.terms import PersonTerm, Terms, TopicTerm
from contacts.ingest.words import words_of

PARENTS = {
    "iran": "middle-east",
    "iran-nuclear-programme": "iran",
    "iran-nuclear-deal": "iran",
    "iran-conflict": "iran",
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


RU = "Владимир Путин и Дональд Трамп поговорили по телефону."
UK = "Володимир Путін і Дональд Трамп поговорили телефоном."
DE = "Wladimir Putin und Donald Trump haben am Freitag telefoniert."
FR = "Vladimir Poutine et Donald Trump se sont parlé vendredi au téléphone."
ES = "Vladímir Putin y Donald Trump hablaron el viernes por teléfono."
IT = "Vladimir Putin e Donald Trump hanno avuto venerdì un colloquio telefonico."
TR = "Vladimir Putin ile Donald Trump cuma günü telefonda görüştü."
BG = "Владимир Путин и Доналд Тръмп проведоха телефонен разговор."
PT = "Vladimir Putin e Donald Trump conversaram por telefone na sexta-feira."
KREMLIN = {("venezuela", "kremlin")}
WHITE_HOUSE = {("venezuela", "white-house")}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        # an agency in brackets or in the dateline says nothing
        (
            "MOSCOW (Reuters) - Vladimir Putin telephoned Donald Trump on Friday and the two discussed Venezuela, the Kremlin said.",
            "en",
            KREMLIN,
        ),
        ("МОСКВА, 3 мая. /ТАСС/. Путин и Трамп обсудили по телефону Венесуэлу, сообщили в Кремле.", "ru", KREMLIN),
        # the name behind a preposition, or in an oblique case, is no subject
        (f"{FR} Selon le Kremlin, Poutine a parlé de ses entretiens avec Emmanuel Macron et a évoqué le Venezuela.", "fr", KREMLIN),
        (f"{RU} По словам Пескова, он рассказал Владимиру Зеленскому о звонке. Обсуждалась Венесуэла.", "ru", KREMLIN),
        # inverted behind a comma, whoever stands before it
        (f"{RU} Разговор о Венесуэле состоялся по просьбе американской стороны, сообщил помощник президента Юрий Ушаков.", "ru", KREMLIN),
        (
            f"{FR} L'échange sur le Venezuela avait été proposé par Washington, a précisé le conseiller du Kremlin Iouri Ouchakov.",
            "fr",
            KREMLIN,
        ),
        (f"{RU} Обсуждалась Венесуэла, сообщил РБК пресс-секретарь Кремля Дмитрий Песков.", "ru", KREMLIN),
        # "according to him"
        (f"{RU} Разговор был полезным, сообщил Дмитрий Песков. По его словам, речь шла о Венесуэле.", "ru", KREMLIN),
        (f"{UK} Розмова була корисною, повідомив Дмитро Пєсков. За його словами, йшлося про Венесуелу.", "uk", KREMLIN),
        (f"{FR} L'appel a été utile, a déclaré Dmitri Peskov. Selon ce dernier, le Venezuela a été évoqué.", "fr", KREMLIN),
        # a capital speaks after "according to"
        (f"{ES} Ambos, según Washington, conversaron sobre Venezuela.", "es", WHITE_HOUSE),
        (f"{CALL} According to Moscow, the two discussed Venezuela.", "en", KREMLIN),
        # the next sentence says who told
        (f"{RU} Лидеры обсудили Венесуэлу. Об этом сообщил журналистам Дмитрий Песков.", "ru", KREMLIN),
        (f"{UK} Лідери обговорили Венесуелу. Про це повідомив помічник Путіна Юрій Ушаков.", "uk", KREMLIN),
        (f"{IT} I due hanno discusso del Venezuela. Lo ha reso noto il Cremlino.", "it", KREMLIN),
        # a side opens a sentence without a verb of saying; what follows is its own
        (
            f"{CALL} Sanctions were discussed, the White House said.\n\nThe Kremlin's version was longer. The two turned to Venezuela.",
            "en",
            {("sanctions", "white-house"), ("venezuela", "kremlin")},
        ),
        (
            f"{FR} Selon le Kremlin, ils ont évoqué la Syrie.\n\nLa Maison Blanche présente les choses autrement. "
            "Les deux hommes ont parlé du Venezuela.",
            "fr",
            {("syria", "kremlin"), ("venezuela", "white-house")},
        ),
        # a principal where the text says to whom he spoke
        (
            f"{DE} Es sei um Syrien gegangen, teilte der Kreml mit.\n\nTrump sprach auf seiner Plattform von einem guten Telefonat. "
            "Man habe auch über Venezuela gesprochen.",
            "de",
            {("syria", "kremlin"), ("venezuela", "white-house")},
        ),
        (
            f"{UK} Лідери обговорили Сирію, повідомили в Кремлі.\n\nТрамп підтвердив, що говорив із Путіним про Венесуелу.",
            "uk",
            {("syria", "kremlin"), ("venezuela", "white-house")},
        ),
        # a clause between the name and its verb
        (f"{CALL} Trump, speaking to reporters on his way back, said he and Putin talked about Venezuela.", "en", WHITE_HOUSE),
        # what is said goes on inside the paragraph
        (
            f"{RU} По словам Ушакова, президенты близки во мнениях. Для перемирия Каракасу нужно смелое решение, Венесуэла ждать не может.",
            "ru",
            KREMLIN,
        ),
        # two sides announce together
        (
            f"{CALL} The two discussed Venezuela, the White House and the Kremlin announced.",
            "en",
            {("venezuela", "kremlin"), ("venezuela", "white-house")},
        ),
        (f"{PT} Segundo o Kremlin, os dois abordaram a Venezuela.", "pt", KREMLIN),
        (f"{TR} Kremlin'e göre görüşmede Venezuela da gündeme geldi.", "tr", KREMLIN),
        (f"{BG} По неговите думи разговорът е бил полезен, каза Песков. Обсъдена е Венецуела.", "bg", KREMLIN),
        ("普京与特朗普通电话。克里姆林宫发布消息说,两国元首讨论了委内瑞拉问题。", "zh", KREMLIN),
    ],
)
def test_who_has_the_word(text, language, expected):
    assert said(claims(text, language=language)) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        # people of whom the record knows nothing speak for nobody
        (f"{CALL} The Kremlin confirmed it. Oil will suffer, Venezuela expert Aldous Pike said.", "en"),
        # "she" is not Peskov
        (f"{CALL} The call was useful, Dmitry Peskov said. Venezuela would be next, she added.", "en"),
        # what is only asked about, or left out of both accounts
        (f"{CALL} Asked whether Venezuela was a worry, Dmitry Peskov said that he would have to check.", "en"),
        (f"{ES} Según el Kremlin, la charla fue útil. Venezuela no figura en ninguno de los dos comunicados.", "es"),
        # told of an earlier hour
        (f"{CALL} The Kremlin confirmed it.\n\nHours earlier Putin told journalists that Trump knew nothing of Venezuela.", "en"),
        # a byline hands over nothing
        (f"{CALL} The Kremlin confirmed it.\n\nBy our White House correspondent\n\nOil from Venezuela was up in London.", "en"),
    ],
)
def test_what_is_no_subject(text, language):
    assert said(claims(text, language=language)) == set()


def test_each_item_of_a_list_counts_whatever_stands_beside_it():
    text = f"{CALL} The White House listed arms control, Syria, Venezuela, China and North Korea."
    assert {topic for topic, _ in said(claims(text))} == {"arms-control", "syria", "venezuela", "china", "north-korea"}


def test_lines_that_somebody_has_broken():
    text = (
        "WASHINGTON/MOSCOW - U.S. President Donald Trump and Russian President\n"
        "Vladimir Putin agreed during a phone call on Monday that their ministers\n"
        "should discuss the fall of the market, and the Kremlin said that\n"
        "Venezuela was raised by both of them in that conversation of theirs as\n"
        "a subject of its own.\n"
        "Syria was mentioned."
    )
    assert said(claims(text)) == {("venezuela", "kremlin"), ("syria", "kremlin")}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (f"{CALL} Asked whether Venezuela had come up, Sarah Sanders said that it had not.", "en", {("venezuela", "white-house")}),
        (f"{RU} Отвечая на вопрос о Венесуэле, Дмитрий Песков сказал, что эта тема не поднималась.", "ru", {("venezuela", "kremlin")}),
        (
            f"{DE} Die Sprecherin des Weißen Hauses, Sarah Sanders, wurde gefragt, ob Venezuela angesprochen worden sei. "
            "Das sei nicht der Fall gewesen, antwortete sie.",
            "de",
            {("venezuela", "white-house")},
        ),
    ],
)
def test_a_question_and_its_answer(text, language, expected):
    found = claims(text, language=language)
    assert said(found, "not-discussed") == expected
    assert said(found) == set()


def test_the_dates_of_a_thing_were_not_discussed_but_the_thing_was():
    found = claims(f"{CALL} The Kremlin said they discussed Venezuela. The timing of a settlement in Venezuela was not discussed, it said.")
    assert said(found) == KREMLIN
    assert said(found, "not-discussed") == set()


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (f"{CALL} The call was made at Washington's request, Dmitry Peskov said.", "en", {("united-states", "kremlin")}),
        (f"{CALL} The conversation, placed by the US president, was short, the Kremlin said.", "en", {("united-states", "kremlin")}),
        (f"{CALL} Sarah Sanders confirmed that it was Putin who called.", "en", {("russia", "white-house")}),
        ('"I called President Putin and we had a good talk," Trump wrote on Twitter.', "en", {("united-states", "white-house")}),
        ("In a post Trump said that he had called Putin on Friday.", "en", {("united-states", "white-house")}),
        (f"{CALL} Trump called the talk between Putin and his envoy a success, the Kremlin said.", "en", set()),
        (f"{RU} Звонила американская сторона, сообщили в Кремле.", "ru", {("united-states", "kremlin")}),
        (f"{RU} Инициатором разговора выступила российская сторона, сообщили в Белом доме.", "ru", {("russia", "white-house")}),
        (f"{RU} Обсуждался предложенный Россией саммит, сообщили в Кремле.", "ru", set()),
        (f"{UK} Розмова відбулася з ініціативи американської сторони, повідомили в Кремлі.", "uk", {("united-states", "kremlin")}),
        (f"{DE} Um das Gespräch habe Moskau gebeten, teilte der Kreml mit.", "de", {("russia", "kremlin")}),
        (f"{FR} L'entretien avait été proposé par Moscou, a précisé le Kremlin.", "fr", {("russia", "kremlin")}),
        (f"{ES} La charla, solicitada por Washington, duró una hora, informó el Kremlin.", "es", {("united-states", "kremlin")}),
        (f"{IT} La chiamata è avvenuta su richiesta della parte americana, riferisce il Cremlino.", "it", {("united-states", "kremlin")}),
        (f"{TR} Görüşme Amerikan tarafının talebi üzerine yapıldı, Kremlin açıkladı.", "tr", {("united-states", "kremlin")}),
        (f"{BG} Разговорът е по инициатива на американската страна, съобщи Кремъл.", "bg", {("united-states", "kremlin")}),
        (f"{CALL} It was held by mutual agreement, the Kremlin said.", "en", {("both", "kremlin")}),
    ],
)
def test_who_sought_it(text, language, expected):
    found = [claim for claim in claims(text, language=language) if claim.property == "initiator"]
    assert {(claim.value["initiator"], claim.speaker) for claim in found} == expected


@pytest.mark.parametrize(
    ("text", "language", "side"),
    [
        ("Trump made public a letter from Vladimir Putin. The letter calls for talks on Venezuela.", "en", "russia"),
        ("Путин направил Трампу телеграмму. Об этом сообщил Дмитрий Песков.", "ru", "russia"),
        ("Donald Trump a adressé à Vladimir Poutine une lettre sur le Venezuela, selon la Maison Blanche.", "fr", "united-states"),
    ],
)
def test_who_sent_the_letter(text, language, side):
    found = claims(text, language=language, contact="2018-08-08-letter")
    assert {claim.value["initiator"] for claim in found if claim.property == "initiator"} == {side}


def test_what_stands_in_a_letter_is_its_senders_word():
    text = "The transition team released a letter from Vladimir Putin to Donald Trump. In it Putin writes that Venezuela needs help."
    assert said(claims(text, contact="2016-12-15-letter")) == KREMLIN


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        # what one says that the other said is his own word, until the other is named behind an "and"
        (f"{CALL} Putin said on Friday the US president had raised Venezuela, and that he answered.", "en", KREMLIN),
        # "it said the American side …": what was said, not who said it
        (
            f"{CALL} The Kremlin put out its own account. It said the American side placed the call and that Venezuela was discussed.",
            "en",
            KREMLIN,
        ),
        # an apposition parts the speaker from his verb
        (f"{CALL} Sergei Lavrov, who sat in the room, said President Donald Trump had raised Venezuela.", "en", KREMLIN),
        # "his Russian counterpart" before a minister's name is the minister
        (
            f"{CALL} Rex Tillerson said so. His Russian counterpart Sergei Lavrov had another picture. They discussed Venezuela, he said.",
            "en",
            KREMLIN,
        ),
        # the second "official" is the first one
        (
            f"{CALL} A White House official told reporters so. They spoke of a meeting, the official said, and of Venezuela.",
            "en",
            WHITE_HOUSE,
        ),
        # the side with which another is compared does not speak
        (f"{CALL} The White House confirmed it. Unlike the Russian side, Washington spoke of Venezuela too.", "en", WHITE_HOUSE),
        # "the president" of an American broadcast
        (
            f'{CALL} The Kremlin says so.\n\nANCHOR: The president was asked about it today. "We discussed Venezuela," he said.',
            "en",
            WHITE_HOUSE,
        ),
        # what a principal says of the talk itself, or to a newspaper, is said in public
        (
            f"{CALL} Dmitry Peskov said so. Trump called the conversation productive. They discussed Venezuela, he told reporters.",
            "en",
            WHITE_HOUSE,
        ),
        (
            f"{CALL} The Kremlin confirmed it. Trump told ABC News that the account was true and that they discussed Venezuela.",
            "en",
            WHITE_HOUSE,
        ),
        # a capital that owns something is no source
        (f"{CALL} The White House confirmed it. They discussed Venezuela, citing Moscow's refusal to help.", "en", WHITE_HOUSE),
        # notes of a briefing
        (f"{CALL} Sarah Sanders has spoken to the press.\n\nThe lights went out.\n\nOn Venezuela, nothing new.", "en", WHITE_HOUSE),
        # a heading that names the capital
        (f"{CALL}\n\nHere is what they say.\n\nFrom Moscow:\n\nThe presidents discussed Venezuela.", "en", KREMLIN),
        # "M." ends no sentence
        (f"{FR} Le sujet du Venezuela viendra, a ajouté M. Peskov.", "fr", KREMLIN),
        # to agree with somebody is not "according to" him
        (
            f"{ES} Según el Kremlin, la charla fue útil. Putin se mostró de acuerdo con Trump en que se hablaron de Venezuela.",
            "es",
            KREMLIN,
        ),
        # a list behind "mit", and a "so" that quotes nobody
        (
            f"{DE} Sarah Sanders erklärte das. Trump habe mit Putin, Angela Merkel, Emmanuel Macron und anderen so lange gegessen. "
            "Es sei um Venezuela gegangen.",
            "de",
            WHITE_HOUSE,
        ),
        # an office in the case of a subject, whatever follows it
        (f"{RU} Обсудили Венесуэлу, написал хозяин Белого дома.", "ru", WHITE_HOUSE),
        # "Source:" under a lead
        (f"{UK} Говорили про Венесуелу.\n\nДжерело: Дмитро Пєсков сказав журналістам", "uk", KREMLIN),
        # "Earlier …" is when an office said it
        (f"{RU} Ранее пресс-секретарь Белого дома сообщила о теме Венесуэлы.", "ru", WHITE_HOUSE),
        # a verb without a subject in a language that needs none
        (f"{ES} La Casa Blanca lo confirmó. La versión rusa añade que se habló de Venezuela.", "es", KREMLIN),
    ],
)
def test_whose_word_it_is(text, language, expected):
    assert said(claims(text, language=language)) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        # the answer stands in the next sentence, and its speaker counts
        (
            f"{CALL} The Kremlin said so.\n\nA reporter wanted to know if Donald Trump had brought up Venezuela. "
            "Trump told reporters that no, they did not discuss that.",
            "en",
            {("venezuela", "white-house")},
        ),
        (f"{CALL} Trump was asked about Venezuela. He told reporters that they hadn't discussed it.", "en", {("venezuela", "white-house")}),
        # "neither … nor" denies what follows it only
        (
            f"{CALL} It was about wildfires and neither Syria nor Venezuela was part of it, the Kremlin said.",
            "en",
            {("syria", "kremlin"), ("venezuela", "kremlin")},
        ),
        # "however" inside a statement does not part it
        (f"{BG} За Венецуела обаче не е ставало дума, съобщи Кремъл.", "bg", {("venezuela", "kremlin")}),
        (f"{FR} Donald Trump a reconnu devant des journalistes ne pas avoir parlé du Venezuela.", "fr", {("venezuela", "white-house")}),
        (f"{ES} Trump contestó a los periodistas que de Venezuela no habían hablado.", "es", {("venezuela", "white-house")}),
    ],
)
def test_what_did_not_come_up(text, language, expected):
    assert said(claims(text, language=language), "not-discussed") == expected


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("They discussed the strikes on Iran, the Kremlin said. Iran took most of the time, Donald Trump told reporters.", "iran-conflict"),
        ("They discussed Iran and its deal, the JCPOA, the Kremlin said. Iran came up, Donald Trump told reporters.", "iran"),
    ],
)
def test_a_wide_word_means_what_the_text_is_about(text, topic):
    assert (topic, "white-house") in said(claims(f"{CALL} {text}", contact="2025-06-14-call"))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Two hours are set aside for it, the Kremlin said.", set()),  # planned
        ('"It could be 15 minutes," Donald Trump told reporters.', {(15, "about")}),
    ],
)
def test_what_is_planned_has_not_lasted(sentence, expected):
    found = [claim for claim in claims(f"{CALL} {sentence}") if claim.property == "duration"]
    assert {(claim.value["minutes"], claim.value["qualifier"]) for claim in found} == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        # the side on whose word it stands sought nothing by that
        (f"{ES} La llamada, que según Moscú partió de la parte estadounidense, fue útil.", "es", {("united-states", "kremlin")}),
        (f"{TR} Kremlin'e göre görüşmeyi Washington istedi.", "tr", {("united-states", "kremlin")}),
        # what was asked for was something else
        (f"{ES} Trump dijo a los periodistas que había pedido al ruso ayuda durante la conversación.", "es", set()),
        (
            f"{DE} Der Kreml hatte das Gespräch bekannt gemacht. Angerufen habe die amerikanische Seite.",
            "de",
            {("united-states", "kremlin")},
        ),
        # what was proposed needs no other word for the talk where both are named
        (
            f"{RU} По словам представителя Кремля, предложил увидеться Дональд Трамп, а Путин согласился.",
            "ru",
            {("united-states", "kremlin")},
        ),
        # a call taken from somebody is his
        (f"{CALL} Trump took a call from the Russian leader, the White House said.", "en", {("russia", "white-house")}),
    ],
)
def test_whose_wish_it_was(text, language, expected):
    found = [claim for claim in claims(text, language=language) if claim.property == "initiator"]
    assert {(claim.value["initiator"], claim.speaker) for claim in found} == expected


def test_what_a_side_says_to_the_report_of_a_hidden_call():
    denied = (
        "The Kremlin denied that Vladimir Putin and Donald Trump spoke by telephone last week. The newspaper said on Sunday that Trump had "
        'rung Putin. "There was no such call," Dmitry Peskov told reporters. Steven Cheung said he would not comment on private calls.'
    )
    found = claims(denied, contact="2024-11-07-claimed-call")
    assert said(found) == {("undisclosed-contacts", "kremlin"), ("undisclosed-contacts", "white-house")}
    assert {(claim.property, claim.speaker) for claim in found if claim.property in ("denial", "no-comment", "confirmation")} == {
        ("denial", "kremlin"),
        ("no-comment", "white-house"),
    }


def test_to_call_off_is_to_say_so():
    found = claims("President Donald Trump called off a meeting with Vladimir Putin on Thursday.", contact="2018-12-01-cancelled-meeting")
    assert {(claim.property, claim.speaker) for claim in found if claim.property == "cancellation"} == {("cancellation", "white-house")}


def test_he_is_the_one_who_opens_the_sentence():
    text = "Donald Trump said on Friday he had telephoned Vladimir Putin about Venezuela, which he said was burning."
    assert said(claims(text, title="Trump says he rang Putin")) == WHITE_HOUSE


def test_of_a_part_that_was_not_discussed_the_whole_is_not_denied():
    text = f"{CALL} Ukraine military aid was not discussed in a single word of this talk on Ukraine, the Kremlin said."
    assert said(claims(text, contact="2025-07-03-call"), "not-discussed") == {("ukraine-military-aid", "kremlin")}


def test_what_was_called_off_before_is_not_called_off_now():
    found = claims(
        "Putin and Trump have spoken on the phone for the first time since their Budapest summit was cancelled, the Kremlin says."
    )
    assert not [claim for claim in found if claim.property == "cancellation"]


def test_no_subject_is_not_no_call():
    found = claims(f"{FR} « Nous n'avons pas parlé du Venezuela », a dit Donald Trump aux journalistes.", language="fr")
    assert not [claim for claim in found if claim.property == "denial"]


def test_lines_set_apart_are_one_sentence():
    text = (
        "WASHINGTON - Vladimir Putin and Donald Trump spoke by phone on Friday and agreed that\n\n"
        "their ministers should meet before the end of this month in Geneva, the Kremlin said.\n\n"
        "The White House said that the presidents of both countries wanted to discuss further\n\n"
        "what they called the grave and worsening situation of the people in the whole of\n\n"
        "Venezuela, and that it was a good and useful conversation.\n"
    )
    assert said(claims(text)) == WHITE_HOUSE


@pytest.mark.parametrize(
    "piece", ["Putin and Trump discussed Syria ", "21 November 2017 ", "a ", "“Putin said, ", "普京和特朗普通电话", "x"]
)
def test_no_sentence_is_longer_than_the_cap(piece):
    text = piece * 3000
    sentences, _ = split(text)
    longest = max(len(words_of(text[sentence.start : sentence.end], "en")[0]) for sentence in sentences)
    assert longest <= 2 * MOST_WORDS if "普" in piece else longest <= MOST_WORDS
    assert "".join(text[sentence.start : sentence.end] for sentence in sentences).replace(" ", "") == text.replace(" ", "")


def test_a_sentence_without_end_is_cut_at_a_pause():
    text = "word " * 99 + "word, " + "word " * 50
    assert [text[sentence.start : sentence.end][-6:] for sentence in split(text)[0]] == [" word,", "d word"]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (f"{CALL} Moscow was brief.\n\nIt was late.\n\nWhat Washington says\n\nThe two leaders discussed Venezuela.", "en", WHITE_HOUSE),
        # who sought it is told of, and does not speak by that
        (f"{RU} Это сообщил Кремль. Инициатором выступила американская сторона. Обсудили Венесуэлу.", "ru", KREMLIN),
        # what one side says the other told is its own account
        (f"{UK} Це підтвердив Ушаков. За його словами, американська сторона розповіла про Венесуелу.", "uk", KREMLIN),
        # "himself" takes the word, whoever had it
        (f"{RU} Это подтвердил Песков. О звонке объявил сам Трамп. Он написал, что обсуждалась Венесуэла.", "ru", WHITE_HOUSE),
        (
            f"{CALL} Speaking beside the crown prince of Saudi Arabia, Trump told reporters that they discussed Venezuela.",
            "en",
            WHITE_HOUSE,
        ),
    ],
)
def test_who_is_given_the_word(text, language, expected):
    assert said(claims(text, language=language)) == expected


@pytest.mark.parametrize(
    ("text", "discussed", "not_discussed"),
    [
        (f"{CALL} Peskov said that they touched on Venezuela but did not discuss Syria.", KREMLIN, {("syria", "kremlin")}),
        (f"{CALL} Peskov said they discussed Venezuela and that Syria never came up.", KREMLIN, {("syria", "kremlin")}),
        (
            f"{CALL} They discussed Venezuela, Peskov said. Asked whether Syria was raised, he said it was not. The same went for Iran.",
            KREMLIN,
            {("syria", "kremlin"), ("iran", "kremlin")},
        ),
    ],
)
def test_only_what_is_denied_was_not_discussed(text, discussed, not_discussed):
    found = claims(text)
    assert said(found) == discussed
    assert said(found, "not-discussed") == not_discussed
