"""No public response ever contains what is not in an edition.

Every state that a row can be in without being public is planted at once, each text with a word of its own, and then
every public address is asked. The word that turns up names the state and the field that leaked.
"""

import json
from urllib.parse import quote, unquote

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize

from contacts.actions.publish import publish
from contacts.models import Person, Publisher, Topic
from contacts.record.dump import dump_files
from contacts.record.edition import Head
from contacts.record.filters import MAX_WORDS
from tests.record.garden import BY, TOKEN, Garden, plant

pytestmark = pytest.mark.django_db


@pytest.fixture
def garden(db) -> Garden:
    return plant()


def routes(patterns=None, prefix=""):
    """The addresses of the site but for the desk, as format strings with their parameters."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + pattern.pattern.regex.pattern.lstrip("^")
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from routes(pattern.url_patterns, route.removesuffix("\\Z"))
        elif isinstance(pattern, URLPattern):
            yield from normalize(route)


def publishable_rows():
    return [
        row for model in apps.get_app_config("contacts").get_models() if hasattr(model, "record_type") for row in model._base_manager.all()
    ]


def values_of(parameter, row):
    """What may stand for a parameter, for one row of the workshop."""
    slugs = [row.slug, *row.former_slugs] if hasattr(row, "slug") else []
    match parameter:
        case "record_id" | "public_id" | "id" | "pk":
            return [row.public_id]
        case "slug":
            return slugs or ["x"]
        case "key":
            return [row.public_id, *slugs]
        case "type" | "record_type" | "plural":
            return [row.record_type]
        case "seq" | "revision" | "number" | "year":
            return [str(number) for number in (1, 2, Head.current().seq)]
        case "format":
            return ["json"]
        case "token":  # of a reader's private page
            return [TOKEN]
    pytest.fail(f"say in values_of() what stands for “{parameter}” in an address")


def addresses():
    """Every public address, filled in for every row of the workshop, public or not."""
    rows = publishable_rows()
    found = {}
    for template, parameters in routes():
        if not parameters:
            found[f"/{template}"] = None
        for row in rows if parameters else ():
            filled = [{}]
            for parameter in parameters:
                filled = [{**one, parameter: value} for one in filled for value in values_of(parameter, row)]
            found |= {"/" + template % {name: quote(value) for name, value in one.items()}: None for one in filled}
    return list(found)


def lists():
    """Addresses without parameters: those that can be asked a question."""
    return ["/" + template for template, parameters in routes() if not parameters]


def leaked(response, words):
    """The words in an answer that were not in the question."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    asked = unquote(f"{response.request['PATH_INFO']}?{response.request['QUERY_STRING']}".replace("+", " ")).lower()
    said = unquote(f"{body.decode()} {dict(response.items())}").lower()
    return sorted(word for word in words if word in said and word not in asked)


def test_garden_is_planted(garden):
    assert len(garden.words) > 300
    for state in ("draft", "inreview", "ready", "withdrawn", "merged", "suggested", "rejected", "pending", "gone", "unused"):
        assert any(word.startswith(f"zq{state}") for word in garden.words), state


def test_no_page_shows_what_is_not_published(garden):
    templates = [template for template, _ in routes()]
    for known in ("", "contacts/%(record_id)s/%(slug)s/", "topics/%(slug)s/", "reports/%(record_id)s/", "search/"):
        assert known in templates
    client = Client()
    answers = {url: client.get(url) for url in addresses()}
    assert {200, 301, 404, 410} <= {answer.status_code for answer in answers.values()}
    assert [url for url, answer in answers.items() if answer.status_code >= 500] == []
    assert {url: words for url, answer in answers.items() if (words := leaked(answer, garden.words))} == {}


def test_no_part_of_a_page_shows_what_is_not_published(garden):
    client = Client(headers={"HX-Request": "true"})
    found = {url: words for url in lists() if (words := leaked(client.get(url), garden.words))}
    assert found == {}


def questions(garden, size=4):
    """Words of all rows, some at a time and never neighbours: a row that was found would show others of its words."""
    words = sorted(garden.words)
    step = len(words) // size + 1
    found = [" or ".join(words[start::step]) for start in range(step)]
    assert max(map(len, found)) <= MAX_WORDS
    return found


@pytest.mark.parametrize("url", ["/", "/search/"])
def test_no_search_finds_what_is_not_published(garden, url):
    client = Client()
    shows = "yesterword"  # of a card; the title of every contact stands in the overview, found or not
    assert shows in client.get(url, {"q": "public or " + questions(garden)[0]}).content.decode()
    found = {}
    for words in questions(garden):
        response = client.get(url, {"q": words})
        assert response.status_code == 200
        if leaked(response, garden.words) or shows in response.content.decode():
            found[words] = leaked(response, garden.words)
    assert found == {}


@pytest.mark.parametrize("url", ["/", "/search/"])
def test_no_misspelt_word_leads_to_what_is_not_published(garden, url):
    client = Client()
    names = [word for word in garden.words if word.endswith(("name", "nameru", "aliases"))]
    found = {word: words for word in names if (words := leaked(client.get(url, {"q": word[:-1]}), garden.words))}
    assert len(names) > 50
    assert found == {}


def test_no_filter_knows_what_is_not_published(garden):
    """A filter with an unpublished value is refused like any unknown one, and never named as what was meant."""
    client = Client()
    found = {}
    for parameter, model in (("topic", Topic), ("person", Person), ("publisher", Publisher)):
        for row in model.objects.all():
            if row.slug not in garden.words:
                continue
            for value in (row.slug, row.slug[:-1], row.name):
                response = client.get("/", {parameter: value})
                if response.status_code != 400 or leaked(response, garden.words):
                    found[parameter, value] = (response.status_code, leaked(response, garden.words))
    assert found == {}


def test_no_dump_holds_what_is_not_published(garden):
    dumped = b"".join(dump_files().values()).decode().lower()
    assert [word for word in garden.words if word in dumped] == []


def test_no_table_of_the_record_holds_what_was_never_published(garden):
    """There is no query path: a page could not show it if it tried."""
    found = {}
    for model in apps.get_app_config("record").get_models():
        stored = json.dumps(list(model._base_manager.values()), cls=DjangoJSONEncoder, ensure_ascii=False).lower()
        found |= {(model.__name__, word): True for word in garden.never if word in stored}
    assert found == {}


def test_withdrawn_contact_answers_with_the_reason_alone(garden):
    response = Client().get(f"/contacts/{garden.gone.public_id}/{garden.gone.slug}/", follow=True)
    assert response.status_code == 410
    assert "A public reason." in response.content.decode()
    assert leaked(response, garden.words) == []


def test_what_is_published_shows(garden):
    """The same garden, published: the words turn up, so the tests above would see them."""
    client = Client()
    before = garden.words - {word for word in garden.words if "internalnote" in word or "decidedby" in word}
    publish(rows=[garden.shown], by=BY)
    shown = set()
    for url in addresses():
        shown |= set(leaked(client.get(url), before))
    for field in (
        "contacttitle",
        "contactsummary",
        "contactoccasion",
        "topicname",
        "topicdescription",
        "personname",
        "publishername",
        "reporttitle",
    ):
        assert any(word == f"zqpending{field}" for word in shown), field
    assert "zqpendingnoteofaclaim" in shown
