"""Topics: the tree with who brings each up how often, and each topic with what both sides said of it when."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contacts.pages.addresses import bad_cursor, on_timeline, page_of
from contacts.pages.comparison import Slot, cell_of
from contacts.pages.lines import ContactLine, line
from contacts.pages.naming import IN_SENTENCES, counted
from contacts.record import index, listings, tallies, timeline
from contacts.record.edition import Document
from contacts.record.filters import BadFilter, Filters
from contacts.record.projection import TopicTree
from contacts.record.readmodel import Entry
from contacts.vocabulary import SIDES, Rank, RecordType, Speaker

ACCOUNTS_SHOWN = 20  # contacts on one page of a topic; each with what both sides said
NOTES_SHOWN = 3  # of one side on one contact; the contact's own page has them all


@dataclass(frozen=True)
class TopicLine:
    """One topic in the tree, with the number of contacts at which it, or one below it, came up."""

    slug: str
    name: str
    name_ru: str
    description: str
    depth: int
    contacts: int
    kremlin: int
    white_house: int


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """List all topics as a tree, the most discussed first. Queries: 2 (the seq, topics)."""
    present = index.current()
    lines = _in_tree_order(tallies.light_tree(), present)
    context = {"topics": lines, "number": len(lines), "total": present.total}
    return render(request, "pages/topics.html", context)


def _in_tree_order(tree: TopicTree, present: index.TimelineIndex) -> list[TopicLine]:
    sides = tallies.contacts_by_side(present.seq)
    size = {key: tallies.contacts_with(present, "topic", topic["slug"]) for key, topic in tree.items()}
    paths = tallies.lines_of(tree)
    order = sorted(tree, key=lambda key: [(-size[step], tree[step]["name"]) for step in reversed(paths[key])])
    return [
        TopicLine(
            tree[key]["slug"],
            tree[key]["name"],
            tree[key]["name_ru"],
            tree[key]["description"],
            len(paths[key]) - 1,
            size[key],
            sides.get(key, {}).get(Speaker.KREMLIN, 0),
            sides.get(key, {}).get(Speaker.WHITE_HOUSE, 0),
        )
        for key in order
    ]


@dataclass(frozen=True)
class Account:
    """One contact on a topic's page: what each side said of the topic there, and what others did."""

    line: ContactLine
    slots: list[Slot]


@page_of(RecordType.TOPIC)
def topic(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Show a topic: its place in the tree, who brings it up how often, and what each side said of it when.

    Queries: 5 (the entry, the seq, the tree, a page of contacts, what was said there).
    """
    document = entry.document
    assert document is not None
    tree = tallies.light_tree()
    paths = tallies.lines_of(tree)
    filters = Filters((("topic", (entry.slug,)),))
    try:
        page = timeline.read(filters, before=request.GET.get("before", ""), after=request.GET.get("after", ""), size=ACCOUNTS_SHOWN)
    except BadFilter as error:
        return bad_cursor(request, error)
    below = [key for key, path in paths.items() if entry.record_id in path]
    statements = listings.statements_on(below, [card["id"] for card in page.cards])
    present = index.current()
    lines = _in_tree_order({key: tree[key] for key in below}, present)
    own = next((one for one in lines if one.slug == entry.slug), None)
    context = {
        "entry": entry,
        "document": document,
        "above": [tree[key] for key in reversed(paths[entry.record_id][1:])],
        "children": [one for one in lines if one.slug != entry.slug],
        "base_depth": (own.depth if own else 0) + 1,
        "own": own,
        "reading": _topic_reading(document["name"], own, present.total) if own else "",
        "accounts": [_account(card, statements.get(card["id"], []), entry.slug) for card in page.cards],
        "aliases": [(language, own_names) for language, own_names in sorted(document["aliases"].items(), key=_language_order) if own_names],
        "older": page.older,
        "newer": page.newer,
        "timeline_url": on_timeline("topic", entry.slug),
    }
    return render(request, "pages/topic.html", context)


def _language_order(pair: tuple[str, list[str]]) -> tuple[int, str]:
    first = ("en", "ru")
    return (first.index(pair[0]) if pair[0] in first else len(first), pair[0])


def _topic_reading(name: str, own: TopicLine, total: int) -> str:
    """Return who brings the topic up how often, as a sentence."""
    if not own.contacts:
        return f"{name} is not recorded as a subject of any contact."
    head = f"{name} came up, by somebody’s account, at {own.contacts} of {counted(total, 'contact')}"
    kremlin, white_house = own.kremlin, own.white_house
    if kremlin == white_house:
        tail = f"the Kremlin and the White House each name it at {kremlin}" if kremlin else "neither side names it itself"
    elif not min(kremlin, white_house):
        side, number = ("Kremlin", kremlin) if kremlin else ("White House", white_house)
        other = "White House" if kremlin else "Kremlin"
        tail = f"the {side} names it at {number}, the {other} at none"
    else:
        tail = f"the Kremlin names it at {kremlin}, the White House at {white_house}"
    return f"{head}: {tail}."


def _account(card: Document, claims: list[Document], slug: str) -> Account:
    """Return what was said on the topic at one contact. Statements on a topic below it say which."""
    claims = [
        claim
        if claim["topic"]["slug"] == slug
        else {**claim, "note": f"{claim['topic']['name']}: {claim['note']}" if claim["note"] else claim["topic"]["name"]}
        for claim in claims
        if claim["rank"] != Rank.DEPRECATED
    ]
    by_speaker = {
        speaker: cell_of(speaker, own, {claim["report"]: {"role": claim["role"]} for claim in own}, shown=NOTES_SHOWN, evidence=False)
        for speaker in Speaker.values
        if (own := [claim for claim in claims if claim["speaker"] == speaker])
    }
    sides = [Slot(side.value, by_speaker.get(side), f"not in {IN_SENTENCES[side]}’s account") for side in SIDES]
    joint = [Slot(Speaker.JOINT.value, by_speaker[Speaker.JOINT])] if Speaker.JOINT in by_speaker else []
    others = [Slot(name.value, by_speaker[name]) for name in (Speaker.THIRD_GOVERNMENT, Speaker.PRESS) if name in by_speaker]
    if joint and not any(slot.cell for slot in sides):
        sides = []
    return Account(line(card), [*joint, *sides, *others])
