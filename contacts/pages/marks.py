"""The marks of the visual language: kind by shape, status by fill, in a box of 16 by 16.

One drawing serves the overview, the cards, the charts, the legend and print. Nothing here knows a page or the database.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

from contacts.vocabulary import Kind, Speaker, Status

SIZE = 16  # units of the box every mark is drawn in


@dataclass(frozen=True)
class Shape:
    """The paths of one kind. `around` is never filled; `inside` is drawn upon the shape, in paper colour where it is full."""

    outline: str
    left: str
    right: str
    around: str = ""
    inside: str = ""


SHAPES: dict[str, Shape] = {
    Kind.CALL: Shape(
        "M8 2.25a5.75 5.75 0 1 1 0 11.5a5.75 5.75 0 1 1 0-11.5z",
        "M8 2.25a5.75 5.75 0 0 0 0 11.5z",
        "M8 2.25a5.75 5.75 0 0 1 0 11.5z",
    ),
    Kind.VIDEO_CALL: Shape(
        "M8 4.5a3.5 3.5 0 1 1 0 7a3.5 3.5 0 1 1 0-7z",
        "M8 4.5a3.5 3.5 0 0 0 0 7z",
        "M8 4.5a3.5 3.5 0 0 1 0 7z",
        around="M8 1.25a6.75 6.75 0 1 1 0 13.5a6.75 6.75 0 1 1 0-13.5z",
    ),
    Kind.MEETING: Shape("M8 1 15 8 8 15 1 8z", "M8 1 1 8 8 15z", "M8 1 15 8 8 15z"),
    Kind.SUMMIT: Shape(
        "M8 3.5 12.5 8 8 12.5 3.5 8z",
        "M8 3.5 3.5 8 8 12.5z",
        "M8 3.5 12.5 8 8 12.5z",
        around="M8 .9a7.1 7.1 0 1 1 0 14.2a7.1 7.1 0 1 1 0-14.2z",
    ),
    Kind.PULL_ASIDE: Shape("M8 3 12 8 8 13 4 8z", "M8 3 4 8 8 13z", "M8 3 12 8 8 13z"),
    Kind.LETTER: Shape("M1.25 3h13.5v10H1.25z", "M1.25 3H8v10H1.25z", "M8 3h6.75v10H8z", inside="M1.5 3.5 8 8.75l6.5-5.25"),
    Kind.MESSAGE: Shape("M3.5 3.5h9v9h-9z", "M3.5 3.5H8v9H3.5z", "M8 3.5h4.5v9H8z"),
    Kind.JOINT_STATEMENT: Shape("M8 1.75 14.75 13.5H1.25z", "M8 1.75V13.5H1.25z", "M8 1.75 14.75 13.5H8z"),
}

LINES: dict[str, str] = {
    Status.CANCELLED: "dashed",
    Status.POSTPONED: "dashed",
    Status.ANNOUNCED: "dotted",
}
"""Outlines that are not a plain line, by status."""

STRIKES: dict[str, str] = {Status.DENIED: "M1.5 14.5l13-13", Status.RETRACTED: "M1.5 14.5l13-13M1.5 1.5l13 13"}
"""What is struck through the shape, by status."""


@lru_cache(maxsize=500)
def drawing(kind: str, status: str, confirmed_by: tuple[str, ...] = ()) -> SafeString:
    """Return the shapes of one mark as SVG elements, to be placed in a box of `SIZE`. An unknown kind is a call's circle."""
    shape = SHAPES.get(kind, SHAPES[Kind.CALL])
    line = f' class="mark-{LINES[status]}"' if status in LINES else ""
    full = status == Status.CONFIRMED_BOTH
    parts = [f'<path{line} d="{shape.around}"/>'] if shape.around else []
    if full:
        parts.append(f'<path class="mark-full" d="{shape.outline}"/>')
    else:
        if status == Status.CONFIRMED_ONE:
            side = Speaker.WHITE_HOUSE if confirmed_by[:1] == (Speaker.WHITE_HOUSE,) else Speaker.KREMLIN
            half = shape.right if side == Speaker.WHITE_HOUSE else shape.left
            parts.append(f'<path class="mark-half mark-half--{side.value}" d="{half}"/>')
        parts.append(f'<path{line} d="{shape.outline}"/>')
    if shape.inside:
        parts.append(f'<path class="mark-{"fold" if full else "line"}" d="{shape.inside}"/>')
    if status in STRIKES:
        parts.append(f'<path class="mark-strike" d="{STRIKES[status]}"/>')
    return mark_safe("".join(parts))  # made of the constants above alone


@lru_cache(maxsize=500)
def svg(kind: str, status: str, confirmed_by: tuple[str, ...] = ()) -> SafeString:
    """Return one mark as an image of its own, hidden from screen readers: its words stand beside it."""
    name = kind if kind in SHAPES else Kind.CALL.value
    return mark_safe(  # the only variable parts are members of the vocabulary
        f'<svg class="mark mark--{name}" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}" fill="none" '
        f'stroke="currentColor" aria-hidden="true" focusable="false">{drawing(kind, status, confirmed_by)}</svg>'
    )
