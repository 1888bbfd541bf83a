"""The words of a text that carry a claim: a part of one sentence, literally, with a little of what stands around it."""

from contacts.ingest.reading import Reading
from contacts.ingest.records import Passage

FEWEST, USUAL, MOST = 3, 16, 40  # words of a passage
CONTEXT = 5  # words before and after
_SIGNS = ',;:—–()[]"“”«»\n'


def passage(reading: Reading, start: int, end: int, *, reach: tuple[int, int] | None = None) -> Passage:
    """Return the part of the sentence around some words: to the next signs, longer when that is too short, never over 40 words."""
    first, last = reach or reading.span(reading.sentence_of(start))
    last = min(last, len(reading.words))
    left, right = start, end
    while left > first and not _sign_between(reading, left - 1, left) and right - left < USUAL:
        left -= 1
    while right < last and not _sign_between(reading, right - 1, right) and right - left < USUAL:
        right += 1
    while right - left < FEWEST and (left > first or right < last):
        if left > first:
            left -= 1
        elif right < last:
            right += 1
    if right - left > MOST:
        right = left + MOST
    return _quoted(reading, left, right)


def _sign_between(reading: Reading, one: int, other: int) -> bool:
    between = reading.text[reading.ends[one] : reading.starts[other]]
    return any(sign in between for sign in _SIGNS) or " - " in between


def _quoted(reading: Reading, first: int, last: int) -> Passage:
    begin, end = reading.starts[first], reading.ends[last - 1]
    floor = reading.body_start
    before = max(0, first - CONTEXT)
    after = min(len(reading.words), last + CONTEXT)
    prefix = reading.text[max(floor, reading.starts[before]) : begin]
    suffix = reading.text[end : reading.ends[after - 1]] if after > last else reading.text[end : end + 1]
    return Passage(reading.text[begin:end], prefix, suffix)
