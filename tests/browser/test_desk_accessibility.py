"""Every list, form and page of the desk, on a laptop by day and on a telephone by night: what axe-core looks for, and whether it fits."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Count
from django.test import Client, RequestFactory
from django.urls import reverse
from playwright.sync_api import Page, expect

from contacts.models import BulkChange, Contact, Place, Publisher, Report, Submission, SubmissionState, Tip
from tests.admin.sheets import carry_out, hand_in, sheet
from tests.admin.sheets import undo as undo_bulk
from tests.browser.editors import apart, as_administrator, cleared, signed_in
from tests.browser.test_accessibility import LOOKS, OPTIONS
from tests.browser.watching import Watched
from tests.factories import CaptureFactory, ReportFactory, SubmissionFactory, TipFactory

LONG = "https://news.example/" + "a" * 160
"""An address without a place to break it."""


def adding() -> list[str]:
    """Return the models of which rows are added on the desk."""
    request = RequestFactory().get("/")
    request.user = User(is_active=True, is_staff=True, is_superuser=True)
    return [model._meta.label_lower for model, listed in admin.site._registry.items() if listed.has_add_permission(request)]


MODELS = {model._meta.label_lower: model for model in admin.site._registry}
PAGES = (
    *(f"{kind} of {name}" for name in MODELS for kind in ("list", "form")),
    *(f"new form of {name}" for name in adding()),
    "home", "password", "search with results", "search without results", "choice in a window of its own",
    "progress", "failed submission", "preview", "withdrawing", "merging", "revisions", "going back", "history of a row",
    "deleting", "import", "import with faults", "import to look at", "import carried out", "undoing an import",
)  # fmt: skip


def planted() -> dict[str, str]:
    """Plant a row of what the dataset has none of; return the address of each page."""
    address = {}
    contact = Contact.objects.filter(links__isnull=False).annotate(number=Count("claims")).filter(number__gt=9).order_by("number")[0]
    publisher = Publisher.objects.first()
    report = ReportFactory(publisher=publisher, url=LONG, title="W" * 100)
    done = SubmissionFactory(contact=contact, report=CaptureFactory(report=report).report, url=LONG)
    queued = SubmissionFactory(contact=None, report=None, state=SubmissionState.QUEUED, finished_at=None, verdict="", url=LONG + "b")
    failed = SubmissionFactory(contact=None, report=None, state=SubmissionState.FAILED, error="No text.", verdict="")
    TipFactory(contact=contact, source=LONG, text="W" * 200)
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get())
    wrong = hand_in(client, "place", sheet("slug name kind country", [["Not A Slug", "Somewhere", "hamlet", "Nowhere"]]))
    waiting = hand_in(client, "place", sheet("slug name kind country", [["somewhere", "Somewhere", "city", "FI"]]))
    made = hand_in(client, "place", sheet("slug name kind country", [["elsewhere", "Elsewhere " + "W" * 60, "city", "FI"]]))
    carry_out(client, made)
    for name, model in MODELS.items():
        base = f"admin:{name.replace('.', '_')}"
        address[f"list of {name}"] = reverse(f"{base}_changelist")
        address[f"new form of {name}"] = reverse(f"{base}_add")
        row = contact if model is Contact else done if model is Submission else model._default_manager.order_by("pk").first()
        address[f"form of {name}"] = reverse(f"{base}_change", args=[row.pk])

    def of(model: type, name: str, *args: object) -> str:
        return reverse(f"admin:contacts_{model._meta.model_name}_{name}", args=args)

    contacts, progress = of(Contact, "changelist"), of(Submission, "progress")
    return address | {
        "home": "/admin/",
        "password": reverse("admin:password_change"),
        "search with results": f"{contacts}?q=2018&kind__exact=call&o=-1.2",
        "search without results": f"{contacts}?q=nothing+is+called+so",
        "choice in a window of its own": f"{contacts}?_popup=1",
        "progress": f"{progress}?ids={done.public_id},{queued.public_id},{failed.public_id}",
        "failed submission": of(Submission, "change", failed.pk),
        "preview": of(Contact, "preview", contact.pk),
        "withdrawing": of(Contact, "withdraw", contact.pk),
        "merging": of(Contact, "merge", contact.pk),
        "revisions": of(Contact, "revisions", contact.pk),
        "going back": of(Contact, "revert", contact.pk, 1),
        "history of a row": of(Place, "history", Place.objects.get(slug="elsewhere").pk),
        "deleting": of(Place, "delete", Place.objects.get(slug="elsewhere").pk),
        "import": of(Report, "import"),
        "import with faults": of(BulkChange, "change", wrong.pk),
        "import to look at": of(BulkChange, "change", waiting.pk),
        "import carried out": of(BulkChange, "change", made.pk),
        "undoing an import": of(BulkChange, "undo", made.pk),
    }


def uprooted() -> None:
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get())
    undo_bulk(client, BulkChange.objects.get(state="applied"))
    BulkChange.objects.all().delete()
    Tip.objects.all().delete()
    cleared()


@pytest.fixture(scope="module")
def screens(site, django_db_blocker):
    """The session of an administrator, and the address of each page of a desk with a row of everything."""
    with django_db_blocker.unblock():
        session = apart(signed_in)
        addresses = apart(planted)
        with pytest.MonkeyPatch.context() as patch:
            for listed in admin.site._registry.values():  # each row is like the next: a few of them make the same faults in less time
                patch.setattr(listed, "list_per_page", 6)
            yield session, addresses
        apart(uprooted)


@pytest.fixture(scope="module", params=LOOKS)
def window(request, browser, site, screens):
    """One window for all pages in one look."""
    viewport, scheme = LOOKS[request.param]
    context = browser.new_context(base_url=site, viewport=viewport, color_scheme=scheme, storage_state=as_administrator(screens[0]))
    yield Watched(context.new_page())
    context.close()


def sound(page: Page) -> None:
    """Assert that axe finds nothing and that nobody has to scroll sideways."""
    found = Axe().run(page, options=OPTIONS)
    assert found.violations_count == 0, found.generate_report()
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_before_signing_in(visit, look):
    viewport, scheme = LOOKS[look]
    page = visit("/admin/", viewport=viewport, color_scheme=scheme)
    expect(page.get_by_label("Username")).to_be_focused()
    sound(page)


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(window, screens, name):
    window.begin()
    page = window.page
    answer = page.goto(screens[1][name])
    assert answer.status == 200
    assert answer.request.redirected_from is None  # else it would be another page that is looked at
    sound(page)
    assert window.faults == []  # the content policy holds meanwhile: nothing on the desk is styled or scripted inline


def test_search_boxes_go_by_the_labels_of_their_fields(window, screens):
    page = window.page
    page.goto(screens[1]["form of contacts.contact"])
    page.get_by_role("button", name="Add another Report link").click()
    new = page.get_by_role("combobox", name="Report", exact=True)
    expect(new).to_have_count(1)  # the others are called after what they hold as well: “Report Kremlin: …”
    new.click()
    expect(page.get_by_role("searchbox", name="Search: Report")).to_be_focused()
    option = page.locator(".select2-results__option[aria-selected]").nth(1)
    chosen = option.inner_text()
    sound(page)
    option.click()
    expect(page.get_by_role("combobox", name=f"Report {chosen}").last).to_be_visible()
