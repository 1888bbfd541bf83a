"""Topics that a sentence names without saying that they came up: denied, only asked about, or left out of both accounts."""

from contacts.ingest.reading import Hit, Reading
from contacts.ingest.sources import AND
from contacts.ingest.terms import TopicHit

_THAT = frozenset(["that", "что", "що", "че", "dass", "que", "qu", "che"])
_BUT = frozenset(["but", "но", "але", "aber", "sondern", "mais", "pero", "ma", "ama"])
"""Open a clause wherever they stand; "however" and "обаче" do not."""

ANSWER = 10  # words of an answer in which its "no" stands


def not_discussed(reading: Reading, hit: TopicHit, number: int) -> bool:
    """Whether a sentence says that the topic did not come up."""
    first, last = reading.span(number)
    if reading.within("timing", max(first, hit.start - 5), hit.start):
        return False
    if _asked(reading, hit, number) and _answered_no(reading, hit, number):
        return True
    if number and reading.within("the-same", first, min(last, first + 4)) and _denies(reading, number - 1):
        return True  # "The same went for meddling in elections."
    for mark in reading.within("not-discussed", first, last):
        if hit.start < _reaches_back_to(reading, mark, first):
            continue
        low, high = min(mark.start, hit.start), max(mark.end, hit.end)
        if _another_clause(reading, hit.end, mark.start):
            continue
        if not any(_parts(reading, but.start) for but in reading.within("but", low, high)) and ";" not in reading.phrase(low, high):
            return True
    return False


def _denies(reading: Reading, number: int) -> bool:
    """Whether a sentence says that something did not come up, in so many words or in answer to a question."""
    first, last = reading.span(number)
    return bool(reading.within("not-discussed", first, last)) or bool(
        reading.within("asked", first, last) and reading.within("negative", first, last)
    )


def _reaches_back_to(reading: Reading, mark: Hit, first: int) -> int:
    """The first word that a mark can deny: of "nor" inside a sentence what follows it, or its "neither"."""
    if reading.words[mark.start] != "nor" or mark.end - mark.start > 1 or mark.start - first <= 1:
        return first
    return next((at for at in range(mark.start, first, -1) if reading.words[at] == "neither"), mark.start)


def _another_clause(reading: Reading, first: int, last: int) -> bool:
    """Whether a clause of its own is denied behind the topic: "… but did not discuss", "… and that Syria never came up"."""
    if any(reading.words[at] in _BUT for at in range(max(first, last - 2), last)):
        return True
    return any(reading.words[at] in AND and reading.words[at + 1] in _THAT for at in range(first, last - 1))


def _parts(reading: Reading, word: int) -> bool:
    """Whether "but" opens a statement of its own: "обаче", "however", "jedoch" in the middle of one stand without a comma before them."""
    return (
        word > 0
        and reading.text[reading.starts[word] - 2 : reading.starts[word]].strip() != ""
        and any(sign in reading.text[reading.ends[word - 1] : reading.starts[word]] for sign in ",;:—–.(")
    )


def _asked(reading: Reading, hit: TopicHit, number: int) -> bool:
    """Whether the topic stands in a question that a speaker was asked: "asked whether Syria had come up, he said …"."""
    first, _ = reading.span(number)
    marks = reading.within("asked", first, hit.start)
    return bool(marks) and not any(
        reading.quote_at(verb.start) < 0 and reading.within("say.plain", verb.start, verb.start + 1)
        for verb in reading.within("say", marks[-1].end, hit.start)
    )


def _answered_no(reading: Reading, hit: TopicHit, number: int) -> bool:
    """Whether the answer, behind the topic or in the next sentence, is that it did not come up."""
    _, last = reading.span(number)
    return bool(reading.any_within(("not-discussed", "negative"), hit.end, last)) or denied_next(reading, hit, number)


def denied_next(reading: Reading, hit: TopicHit, number: int) -> bool:
    """Whether a question names the topic and the next sentence says no: "Asked about the treaty. He said they did not discuss it"."""
    if number + 1 >= len(reading.sentences) or not _asked(reading, hit, number):
        return False
    first, last = reading.span(number + 1)
    return bool(reading.any_within(("not-discussed", "negative"), first, min(last, first + ANSWER)))


def only_asked(reading: Reading, hit: TopicHit, number: int) -> bool:
    """Whether nothing but the question names the topic: the answer does not say that it came up."""
    first, last = reading.span(number)
    return _asked(reading, hit, number) and not reading.any_within(("discuss",), hit.end, last) and reading.within("say", first, last) != []


def left_out(reading: Reading, number: int) -> bool:
    """Whether a sentence tells what the accounts do not hold: nobody says that it was, or was not, discussed."""
    first, last = reading.span(number)
    return bool(reading.within("absent", first, last)) and not reading.within("not-discussed", first, last)
