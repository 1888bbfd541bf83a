"""Texts that a side publishes itself: an official readout never names its speaker."""

from contacts.ingest.records import ExtractedReport
from contacts.ingest.sources import JOINT, KREMLIN, WHITE_HOUSE, Voice

_JOINT_TITLES = ("joint statement by president", "joint statement of president", "совместное заявление президент")
_WHITE_HOUSE_TITLES = (
    "белый дом о",
    "weißes haus zu",
    "statement by president trump",
    "statement by the president",
    "statement from the press secretary",
)
_WHITE_HOUSE_STYLE = ("President Donald J. Trump", "президент Дональд Дж. Трамп", "Президент Дональд Дж. Трамп")
"""How the White House, and hardly anybody else, names its president."""

_KREMLIN_TITLES = (
    "президенту сша",
    "президенту соединённых штатов",
    "greetings to us president",
    "condolences to us president",
    "message to us president",
    "telephone conversation with us president",
    "telephone conversation with president of the united",
    "телефонный разговор с президентом сша",
    "телефонный разговор с президентом соединённых",
)


def house_of(report: ExtractedReport) -> Voice | None:
    """Return the side that publishes a text itself: an official readout never names its speaker."""
    house = f"{report.publisher} {report.publisher_host}".lower()
    title = report.title.lower()
    if "kremlin.ru" in house or house.startswith(("president of russia", "президент россии", "kremlin")):
        return Voice(KREMLIN, "", f"published by {report.publisher or report.publisher_host}", section=True)
    if "whitehouse" in house or "white house" in house:
        return Voice(WHITE_HOUSE, "", f"published by {report.publisher or report.publisher_host}", section=True)
    if title.startswith(_WHITE_HOUSE_TITLES) or "usembassy" in house or any(style in report.text[:400] for style in _WHITE_HOUSE_STYLE):
        return Voice(WHITE_HOUSE, "", "a text in the White House's form", section=True)
    if title.startswith("readout of") or "readout of president" in report.text[:300].lower():
        return Voice(WHITE_HOUSE, "", "a readout in the White House's form", section=True)
    if title.startswith(_KREMLIN_TITLES):
        return Voice(KREMLIN, "", "a readout in the Kremlin's form", section=True)
    if title.startswith(_JOINT_TITLES):
        return Voice(JOINT, "", "the text of a joint statement", section=True)
    return None
