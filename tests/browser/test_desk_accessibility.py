"""Every list, form and page of the desk, on a laptop by day and on a telephone by night: what axe-core looks for, and whether it fits."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Count
from django.test import Client, RequestFactory
from django.urls import reverse

from contacts.models import BulkChange, Contact, Place, Publisher, Report, Submission, SubmissionState, Tip, Topic
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
    return [model._meta.label_lower for model, desk in admin.site._registry.items() if desk.has_add_permission(request)]


MODELS = {model._meta.label_lower: model for model in admin.site._registry}
PAGES = (
    *(f"{kind} of {name}" for name in MODELS for kind in ("list", "form")),
    *(f"new form of {name}" for name in adding()),
    "home", "signing in", "password", "app", "search with results", "search without results", "filtered list", "choice in a window of its own",
    "progress", "progress of nothing", "failed submission", "preview", "withdrawing", "merging", "revisions", "going back", "history of a row",
    "deleting", "import", "import with faults", "import to look at", "import carried out", "undoing an import",
)  # fmt: skip


def planted() -> dict[str, str]:
    """Plant a row of what the dataset has none of; return the address of each page."""
    address = {}
    contact = Contact.objects.annotate(number=Count("claims")).order_by("-number").first()
    publisher = Publisher.objects.first()
    report = ReportFactory(publisher=publisher, url=LONG, title="W" * 100)
    done = SubmissionFactory(contact=contact, report=CaptureFactory(report=report).report, url=LONG)
    queued = SubmissionFactory(contact=None, report=None, state=SubmissionState.QUEUED, finished_at=None, verdict="", url=LONG + "b")
    failed = SubmissionFactory(contact=None, report=None, state=SubmissionState.FAILED, error="No text.", verdict="")
    TipFactory(contact=contact, source=LONG, text="W" * 200)
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get())
    wrong = hand_in(client, "place", sheet("slug name country", [["Not A Slug", "Somewhere", ""]]))
    waiting = hand_in(client, "place", sheet("slug name", [["somewhere", "Somewhere"], ["nowhere", "Nowhere"]]))
    made = hand_in(client, "place", sheet("slug name", [["elsewhere", "Elsewhere " + "W" * 60]]))
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
        "signing in": "/admin/login/",
        "password": reverse("admin:password_change"),
        "app": reverse("admin:app_list", args=["contacts"]),
        "search with results": f"{contacts}?q=2018",
        "search without results": f"{contacts}?q=nothing+is+called+so",
        "filtered list": f"{contacts}?kind__exact=call&o=-1.2&all=",
        "choice in a window of its own": f"{contacts}?_popup=1",
        "progress": f"{progress}?ids={done.public_id},{queued.public_id},{failed.public_id}",
        "progress of nothing": progress,
        "failed submission": of(Submission, "change", failed.pk),
        "preview": of(Contact, "preview", contact.pk),
        "withdrawing": of(Contact, "withdraw", contact.pk),
        "merging": of(Contact, "merge", contact.pk),
        "revisions": of(Contact, "revisions", contact.pk),
        "going back": of(Contact, "revert", contact.pk, 1),
        "history of a row": of(Place, "history", Place.objects.get(slug="elsewhere").pk),
        "deleting": of(Topic, "delete", Topic.objects.first().pk),
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
def desk(site, django_db_blocker):
    """The session of an administrator, and the address of each page of a desk with a row of everything."""
    with django_db_blocker.unblock():
        session = apart(signed_in)
        yield session, apart(planted)
        apart(uprooted)


@pytest.fixture(scope="module", params=LOOKS)
def window(request, browser, site, desk):
    """One window for all pages in one look."""
    viewport, scheme = LOOKS[request.param]
    context = browser.new_context(base_url=site, viewport=viewport, color_scheme=scheme, storage_state=as_administrator(desk[0]))
    yield Watched(context.new_page())
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(window, desk, name):
    window.begin()
    page = window.page
    answer = page.goto(desk[1][name])
    assert answer.status == 200
    import os, re, pathlib
    if os.environ.get("SHOTS"):
        d = pathlib.Path("/tmp/x1/shots"); d.mkdir(exist_ok=True)
        page.screenshot(path=d / f"{re.sub(r'[^a-z0-9]+','-',name)}-{page.viewport_size['width']}.png", full_page=True)
    found = Axe().run(page, options=OPTIONS)
    said = found.generate_report() if found.violations_count else ""
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    if os.environ.get("SHOTS"):
        with open("/tmp/x1/found.txt", "a") as f:
            for v in found.response["violations"]:
                for n in v["nodes"]:
                    f.write(f"{name}|{page.viewport_size['width']}|{v['id']}|{n['target']}|{n['html'][:160]}|{[a.get('message') for a in n['any']+n['all']+n['none']][:2]}\n")
            if wide > room: f.write(f"{name}|{page.viewport_size['width']}|WIDE {wide}>{room}\n")
            for x in window.faults: f.write(f"{name}|FAULT {x}\n")
    assert said == ""
    assert wide <= room
    assert window.faults == []
