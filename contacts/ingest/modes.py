"""Whether a contact of which a text speaks took place, is to come, was called off, is denied or only wished for."""

import re

from contacts.ingest.reading import Hit, Reading

_FUTURE = {
    "fr": re.compile(r"\w{2,}(?:r(?:a|ont)|(?:e|d)r(?:ait|aient))$"), "es": re.compile(r"\w{2,}r(?:á|án)$"),
    "it": re.compile(r"\w{2,}r(?:à|anno)$"),
    "tr": re.compile(r"\w{2,}(?:aca[kğ]|ece[kğ])\w*$"),
    "pt": re.compile(r"\w{2,}r(?:á|ão)$"),
}  # fmt: skip
"""Endings by which languages mark what is to come; a few nouns end so too."""
_CLAUSE = frozenset(["that", "he", "who", "which", "what", "how", "что", "который", "dass", "qu", "que", "che", "quien"])
"""Words with which a clause begins that tells of something else: "in a call that he will have to answer"."""
_NO_FUTURE = frozenset(["caméra", "opéra", "choléra", "front", "affront", "irão", "verão", "contra", "será", "mondiale"])
_BEFORE, _BEHIND, _FAR = 5, 5, 12  # words around a contact in which its verb stands, and before it in the same clause


def mode_of(reading: Reading, hit: Hit, first: int, last: int) -> str:
    """Return in which mode a sentence (its words from `first` to `last`) speaks of a contact; see Mention.mode."""
    low, high = max(first, hit.start - 9), min(last, hit.end + 9)
    near_low, near_high = max(first, hit.start - 6), min(last, hit.end + 5)
    for mode in ("cancelled", "postponed"):
        if reading.within(f"modal.{mode}", low, min(last, hit.end + _FAR + 2)):
            return mode
    if _is_denied(reading, hit, first, last, (low, high)):
        return "denied"
    if reading.within("modal.unplanned", first, last):
        return "hypothetical"
    would = reading.within("modal.would", max(first, hit.start - 5), min(last, hit.end + 5))
    if would and "have" in reading.words[would[0].end : would[0].end + 3]:
        return "hypothetical"  # "would never have happened"
    if would and would[0].start < hit.end + 2:
        return "future" if reading.any_within(("say", "accord"), first, last) else "hypothetical"
    if reading.within("none-of", max(first, hit.start - 3), hit.start):
        return "hypothetical"
    future = [
        mark
        for mark in reading.within("modal.future", near_low, near_high)
        if mark.start < hit.start or not (_comma(reading, hit.end, mark.start) or _CLAUSE.intersection(reading.words[hit.end : mark.start]))
    ]
    future += [
        mark
        for mark in reading.within("modal.future", max(first, hit.start - _FAR), near_low)
        if not _comma(reading, mark.end, hit.start) and not reading.any_within(("temporal", "say"), mark.end, hit.start)
    ]
    future += [mark for mark in reading.within("modal.coming", hit.end, last) if not _comma(reading, hit.end, mark.start)]
    if future or _is_told_as_coming(reading, max(first, hit.start - _BEFORE), min(last, hit.end + _BEHIND)):
        return "hypothetical" if reading.within("modal.hypothetical", low, high) else "future"
    if reading.within("modal.hypothetical", max(first, hit.start - 5), min(last, hit.end + 3)):
        return "hypothetical"
    return "happened"


def _is_denied(reading: Reading, hit: Hit, first: int, last: int, near: tuple[int, int]) -> bool:
    """Whether a denial stands near, or anywhere in the same clause: "a call between … and … there was not", as Russian puts it."""
    if reading.within("other-denial", first, last):
        return False
    if reading.within("modal.denied", *near):
        return True
    return any(hit.end <= mark.start and not _comma(reading, hit.end, mark.start) for mark in reading.within("modal.denied", first, last))


def _is_told_as_coming(reading: Reading, first: int, last: int) -> bool:
    endings = _FUTURE.get(reading.language)
    return endings is not None and any(endings.search(word) and word not in _NO_FUTURE for word in reading.words[first:last])


def _comma(reading: Reading, first: int, last: int) -> bool:
    return any(sign in reading.text[reading.ends[first - 1] : reading.starts[last]] for sign in ",;:—")


def is_aside(reading: Reading, hit: Hit, first: int) -> bool:
    """Whether it only sets the time of something else: "after the call", "since their meeting"."""
    return bool(reading.within("temporal", max(first, hit.start - 5), hit.start))
