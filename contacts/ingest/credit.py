"""Which agency a text goes back to by its own word: dateline, byline, credit line, "reports TASS"."""

import re
from collections.abc import Sequence
from functools import lru_cache

from contacts.ingest.datelines import Dateline
from contacts.ingest.publishers import agency, agency_names
from contacts.ingest.wording import wording

WORDS_OF_A_CREDIT = 12  # a sentence that only says whose text this is has no more
WORDS_OF_A_PARAGRAPH = 8  # a shorter line is a crosshead or a counter of readers


@lru_cache(maxsize=1)
def _reported_by() -> re.Pattern[str]:
    names, _ = agency_names()
    verbs = "|".join(sorted(map(re.escape, wording().phrases["reports"]), key=len, reverse=True))
    named = names.pattern.replace("(?<!\\w)(", "(?P<{0}>").replace(")(?!\\w)", ")(?!\\w)")
    helper = (
        r"(?:(?:the|l['’]|die|der|das|la|el|il|агентство|агенція|агенция|информагентство|news|agency|Nachrichtenagentur"
        r"|agence|agencia|agenzia|ajansı|wire|service|с|коррес\w+|«|\"|“)\s*){0,3}"
    )
    return re.compile(
        rf"(?<!\w)(?i:{verbs})\s+(?i:{helper}){named.format('after')}"
        rf"|(?<!\w){named.format('before')}['’\w]{{0,3}}\s+(?:news agency\s+|agency\s+)?(?i:{verbs})(?!\w)"
    )


def reported_by(paragraphs: Sequence[str]) -> str:
    """Return the agency that the text as a whole follows by its own words, "" for none.

    That is one named anywhere in the opening paragraph, at the end of a sentence of the second ("…, передает Интерфакс."), or by
    a sentence of its own in the last ("Об этом сообщает ТАСС."). An agency that further down is quoted for one sentence did not
    write the text.
    """
    _, labels = agency_names()
    prose = [number for number, paragraph in enumerate(paragraphs) if len(paragraph.split()) >= WORDS_OF_A_PARAGRAPH or "。" in paragraph]
    for number in sorted({*prose[:2], *range(len(paragraphs))[:2], *range(len(paragraphs))[-1:]}):
        paragraph = paragraphs[number]
        opening, second = number in (prose[:1] or [0]), number in prose[1:2]
        for hit in _reported_by().finditer(paragraph):
            start, end = _sentence(paragraph, hit)
            closes = hit["after"] is not None and end - hit.end() <= 2
            bare = len(paragraph[start:end].split()) <= WORDS_OF_A_CREDIT and "," not in paragraph[start : hit.start()]
            if opening or bare or (second and closes):
                return labels[hit["after"] or hit["before"]]
    return ""


def _sentence(paragraph: str, hit: re.Match[str]) -> tuple[int, int]:
    """Return where the sentence with a hit begins and ends."""
    before = [stop.end() for stop in re.finditer(r"[.!?…]\s+", paragraph[: hit.start()])]
    after = re.compile(r"[.!?…](?:\s|$)").search(paragraph, hit.end())
    return before[-1] if before else 0, after.end() if after else len(paragraph)


_LABEL = re.compile(
    r"(?i:reporting|with (?:files|material|reporting|information|contributions?|additional reporting) (?:from|by)|additional reporting by"
    r"|by"
    r"|sources?|via|from|источник\w*|по материалам|с использованием|по информации|quellen?|mit (?:agentur)?material(?: von| der)?|von|par"
    r"|avec|por|con|fuentes?|con información de|da|di|fonti?|fontes?|kaynak|haber|джерел[оа]|за матеріалами|източни\w+|по материали на"
    r"|izvor"
    r"|źródło|za|zdroj|credits?|©|\(c\)|copyright)(?![\w])"
)
_WITH = re.compile(
    r"(?i:\b(?:with|avec|con|com|mit|und|and|et|y|e|и|та)|[|,–—-]"
    r"|\b(?:source|источник|quelle|fuente|fonte|kaynak|izvor|джерело|źródło)\s*:)\s*(?:l['’]|la |the |der |agencia |agence )?$"
)
_CONTRIBUTED = re.compile(r"(?i:\bcontributed to this (?:report|story|article))")


def credited_in(line: str) -> str:
    """Return the agency of a line that is a credit: "AFP", "Quelle: dpa", "By The Associated Press", "Jane Doe, Reuters"."""
    bare = line.strip(" .()[]—–-/")
    if len(bare) > 120:
        return ""
    if label := agency(bare):
        return label
    names, labels = agency_names()
    hit = names.search(bare)
    if not hit:
        return ""
    # Behind "with" or a comma the name must close the line, or a list of names; "Reuters and staff" begins one.
    closes = _WITH.search(bare[: hit.start()]) and re.match(r"[\s,.)|/–—-]*(?:$|[\d,|–—])", bare[hit.end() :])
    return labels[hit[1]] if _LABEL.match(bare) or closes or _CONTRIBUTED.search(bare) else ""


def _is_sentence(line: str) -> bool:
    """Whether a line tells something rather than names somebody: a credit has no verb, so few small letters begin its words."""
    words = re.findall(r"[^\W\d_]+", line)
    return line.rstrip().endswith((".", "!", "?", "”", '"')) and sum(word[0].islower() for word in words) > 0.5 * len(words)


def credit(line: Dateline, byline: str, credits: Sequence[str], paragraphs: Sequence[str]) -> str:
    """Return the agency that the text credits: by its dateline, byline, credit lines or words, in this order."""
    if line.agency:
        return line.agency
    for words in (byline, *credits):
        if label := credited_in(words):
            return label
    if label := reported_by(paragraphs):
        return label
    for paragraph in paragraphs[-2:]:
        closing = re.search(r"\(([^()]{2,30})\)\s*$", paragraph)
        if label := agency(closing[1]) if closing else "":
            return label
        short = len(paragraph) < 120 and (_CONTRIBUTED.search(paragraph) or not _is_sentence(paragraph))
        if label := credited_in(paragraph) if short else "":
            return label
    return ""
