"""The timeline: every contact, newest first, narrowed by what stands in the address."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from contacts.pages import cards, errors, marks
from contacts.pages.charts import strip
from contacts.record import index
from contacts.record import timeline as rows
from contacts.record.filters import BadFilter, Filters
from contacts.record.index import Facet, FacetValue
from contacts.vocabulary import Kind, Status

SHOWN = 6  # values of a facet before “more”
LISTED = 60  # values of a facet with all that is behind “more”; longer lists have pages of their own
WHOLE_LISTS: dict[str, str] = {"publisher": "pages:publishers", "person": "pages:people", "topic": "pages:topics"}
"""Where the values of a facet are all listed."""


@dataclass(frozen=True)
class FacetView:
    """One facet: the values shown at once, those behind “more”, and the page that lists them all."""

    name: str
    label: str
    top: list[SafeString]
    more: list[SafeString]
    more_label: str
    total: int
    whole_list: str


@dataclass(frozen=True)
class ActiveLink:
    """One choice with the address that drops it, and how many contacts that would give (None: not counted)."""

    label: str
    url: str
    count: int | None = None


@require_safe
@vary_on_headers("HX-Request")
def show(request: HttpRequest) -> HttpResponse:
    """Answer with one page of the timeline, or for htmx with the part of it that a filter changes.

    Queries: 2 (the head of the log, one page of contacts); new words add 1. More only when the record has moved.
    """
    try:
        filters = Filters.parse(request.GET)
        page = rows.read(filters, before=request.GET.get("before", ""), after=request.GET.get("after", ""))
    except BadFilter as error:
        return errors.bad_filter(request, error, "pages:timeline")
    present = index.current()
    matching = present.matching(filters)
    part = getattr(request, "htmx", False) and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    context = {
        "years": [(year, list(found)) for year, found in groupby(page.cards, key=lambda card: card["date"]["latest"][:4])],
        "facets": [_facet(facet, filters) for facet in present.facets(filters)],
        "active": [ActiveLink(choice.label, address(filters.without(choice.name, choice.value))) for choice in filters.active()],
        "ways_out": _ways_out(filters, present) if not page.cards else [],
        "strip": strip.draw(present.strip(filters), filters),
        "filters": filters,
        "hidden": [(name, value) for name, value in filters.pairs() if name not in ("from", "to", "q")],
        "matching": matching,
        "total": present.total,
        "first": present.first,
        "last": present.last,
        "reports": present.reports,
        "heading": _heading(filters, matching, present.total),
        "older": address(filters, before=page.older) if page.older else "",
        "newer": address(filters, after=page.newer) if page.newer else "",
        "canonical": address(filters),
        "is_first": "before" not in request.GET and "after" not in request.GET,
        "part": part,
    }
    return render(request, "pages/timeline.html#results" if part else "pages/timeline.html", context)


def address(filters: Filters, **cursor: str) -> str:
    """Return the canonical address of a question, with a cursor if one is given."""
    query = "&".join(filter(None, (filters.query(), *(f"{name}={value}" for name, value in cursor.items()))))
    return reverse("pages:timeline") + (f"?{query}" if query else "")


def _heading(filters: Filters, matching: int | None, total: int) -> str:
    if filters.is_empty:
        return f"{total} contacts, newest first" if total != 1 else "1 contact"
    if matching is None:
        return "More contacts than are counted, newest first"
    return f"{matching} of {total} contacts, newest first" if matching > 1 else f"{matching} of {total} contacts"


def _facet(facet: Facet, filters: Filters) -> FacetView:
    """Return a facet with its most frequent values in front. Topics behind “more” keep the order of their tree."""
    base, whole_list = reverse("pages:timeline"), WHOLE_LISTS.get(facet.name, "")
    if len(facet.values) <= SHOWN + 2:
        top, rest = facet.values, []
    elif facet.name == "topic":
        top, rest = _most_frequent(facet.values), facet.values
    else:
        active = [value for value in facet.values if value.active]
        ranked = active + [value for value in facet.values if not value.active]
        size = max(SHOWN, len(active))
        top, rest = ranked[:size], ranked[size:]
    listed = rest[: LISTED if facet.name != "topic" else None]
    return FacetView(
        name=facet.name,
        label=facet.label,
        top=[_facet_link(facet.name, value, filters, base) for value in top],
        more=[_facet_link(facet.name, value, filters, base, again=value in top, nested=True) for value in listed],
        more_label=f"All {len(rest)} topics by subject" if facet.name == "topic" else f"{len(rest)} more",
        total=len(facet.values),
        whole_list=reverse(whole_list) if whole_list and len(listed) < len(rest) else "",
    )


def _most_frequent(values: Iterable[FacetValue]) -> list[FacetValue]:
    """Return the chosen values and the most frequent others, whatever their place in the tree."""
    return sorted(values, key=lambda value: (not value.active, -(value.count or 0)))[: SHOWN + 2]


def _facet_link(name: str, value: FacetValue, filters: Filters, base: str, *, again: bool = False, nested: bool = False) -> SafeString:
    """Return one value as a link that adds it to the question or takes it away. `again`: it stands above as well.

    The id is the same wherever a value stands, so that the focus stays on it when choosing it moves it to the front.
    Joined here, not in the template: a page has two hundred of these, and this takes a tenth of the time.
    """
    query = filters.toggled(name, value.value).query()
    url = escape(f"{base}?{query}" if query else base)
    current = ' aria-current="true"' if value.active else ""
    count = "" if value.count is None else f' <span class="facet-count">{value.count}</span>'
    return mark_safe(  # every part is escaped or a number
        f'<li class="facet-depth-{value.depth if nested else 0}"><a class="facet-link" '
        f'id="f-{name}-{escape(value.value)}{"-again" if again else ""}" href="{url}" hx-get="{url}"{current}>'
        f'<span class="facet-label">{_facet_label(name, value)}</span>{count}</a></li>'
    )


def _facet_label(name: str, value: FacetValue) -> str:
    """Return a label as HTML; kinds and statuses with their mark, speakers with their bar, so that the list explains itself."""
    label = escape(value.label)
    match name:
        case "kind":
            return f'{marks.svg(value.value, Status.CONFIRMED_BOTH)} <span class="facet-word">{label}</span>'
        case "status":
            return f'{marks.svg(Kind.CALL, value.value)} <span class="facet-word">{label}</span>'
        case "speaker":
            return cards.chip(value.value)
    return label


def _ways_out(filters: Filters, present: index.TimelineIndex) -> list[ActiveLink]:
    """Return, for a question that nothing fits, each choice that is worth dropping and what that would give, most first."""
    found = []
    for choice in filters.active():
        fewer = filters.without(choice.name, choice.value)
        found.append(ActiveLink(choice.label, address(fewer), present.matching(fewer)))
    return sorted((way for way in found if way.count != 0), key=lambda way: -(way.count or 0))
