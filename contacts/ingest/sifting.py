"""The text of an article, told from what stands around it on a page.

Works on lines alone, so it serves pasted text and what is left of a web page alike. It drops lines and never changes one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from contacts.ingest.chrome import BULLET, LONG, Lines, closed
from contacts.ingest.dating import Stamp
from contacts.ingest.publishers import agency
from contacts.ingest.wording import key

_ADDRESS = re.compile(
    r"(?:(?:source|url|link|источник|ссылка|quelle|fuente|fonte|оригинал|original)\s*:?\s*)?(https?://\S+)", re.IGNORECASE
)


@dataclass
class Sifted:
    """What the lines of a page turned out to be."""

    title: str = ""
    paragraphs: list[str] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)  # the likeliest first
    byline: str = ""
    mastheads: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    paywall: bool = False


def sift(lines: Sequence[str], language: str, *, title: str = "", order: str = "", drop: frozenset[str] = frozenset()) -> Sifted:
    """Return the article in these lines; `title`, where the page itself names it, is not looked for and not repeated."""
    return _Sieve(Lines(language, order, drop), title).sift(list(lines))


class _Sieve:
    def __init__(self, lines: Lines, title: str) -> None:
        self.look = lines
        self.out = Sifted(title=title)

    def sift(self, lines: list[str]) -> Sifted:
        notices = "\n".join(line for line in lines if len(line) < LONG).casefold()
        self.out.paywall = any(phrase in notices for phrase in self.look.words.phrases["paywall"])
        start = self._start(lines)
        self._head(lines[:start], lines[start:])
        self._body(lines[start:])
        return self.out

    # --- before the text ---

    def _start(self, lines: list[str]) -> int:
        """Return where the text begins: at a dateline near the top, or at the first line that reads as prose."""
        first = len(lines)
        for index, line in enumerate(lines):
            if (
                self.look.is_prose(line)
                and not self.look.is_chrome(line)
                and not self.look.is_caption(line, on_top=not self.look.opens_a_wire(line))
                and not self.look.stamps(line)
            ):
                first = index
                break
        for index in range(first + 1, min(first + 6, len(lines))):
            # A caption may read as prose; one with a full date above a dateline is none of the text.
            if self.look.opens_a_wire(lines[index]) and all(
                self.look.is_dated(line) for line in lines[first:index] if self.look.is_prose(line)
            ):
                return index
        return first

    def _head(self, head: list[str], body: list[str]) -> None:
        """Sort the lines before the text; the title is the one that the text speaks of, the lines after it are its standfirst."""
        candidates: list[tuple[int, str, bool]] = []
        stamps: list[tuple[int, Stamp]] = []
        listed = False
        for index, line in enumerate(head):
            following = head[index + 1] if index + 1 < len(head) else ""
            if found := self.look.stamps(line):
                stamps += [(index, stamp) for stamp in found]
                self.out.credits.append(line)
                listed = False
            elif self.look.is_chrome(line) and not (key(line) not in self.look.words.phrases["menu"] and self.look.is_list(line)):
                self._note_address(line)
            elif self.look.is_list(line):
                listed = True
            elif self.look.is_caption(line, on_top=True):
                listed = False
            elif agency(line) or (len(line.split()) <= 8 and agency(line.rpartition(", ")[2])):
                self.out.credits.append(line)
            elif self.look.is_byline(line):
                self.out.byline = self.out.byline or line
                listed = False
            elif (
                not self._note_address(line)
                and not self.look.names_picture(line, following)
                and not (len(line.split()) >= 6 and self.look.is_dated(line) and candidates)
            ):
                candidates.append((index, line, listed))
        place = self._choose_title(candidates, body)
        # A stamp below the title is the article's; one above may be the page's own clock.
        stamps.sort(key=lambda stamp: (stamp[1].kind == "updated", stamp[0] < place, abs(stamp[0] - place)))
        self.out.stamps += [stamp for _, stamp in stamps]

    def _choose_title(self, candidates: list[tuple[int, str, bool]], body: list[str]) -> int:
        given = bool(self.out.title)
        about = _stems(" ".join(line for line in body[:8] if self.look.is_prose(line)))
        scored: list[tuple[int, str, bool, int]] = []
        rest: list[tuple[int, str, bool, int]] = []
        for index, line, listed in candidates:
            stems = _stems(line)
            shared = len(stems & about)
            fits = 3 <= len(line.split()) <= 45 and (shared >= 3 or (shared >= min(2, len(stems)) and shared >= 0.4 * max(len(stems), 1)))
            scored.append((index, line, listed, shared if fits else 0))
            if not fits and not listed and _may_be_title(line, shared):
                rest.append((index, line, listed, 0))
        if self.out.title:
            same = next((entry for entry in scored if _same(entry[1], self.out.title)), None)
            place = same[0] if same else -1
        else:
            free = [entry for entry in scored if entry[3] and not entry[2]]
            bound = sorted((entry for entry in scored if entry[3] and entry[2]), key=lambda entry: (entry[3], entry[0]))
            best = max((entry[3] for entry in free), default=0)
            free = [entry for entry in free if entry[3] >= 0.4 * best]  # a masthead may share a word or two by chance
            chosen = free[0] if free else bound[-1] if bound else rest[0] if rest else None
            place = chosen[0] if chosen else -1
            self.out.title = _without_site(chosen[1]) if chosen else ""
        for index, line, listed, shared in scored:
            if index < place:
                self.out.mastheads.append(line)
            elif index > place and not listed and len(line.split()) >= 4 and (shared or place >= 0 or (given and closed(line))):
                self.out.paragraphs.append(line)
        return place

    def _note_address(self, line: str) -> bool:
        found = _ADDRESS.fullmatch(line)
        if found:
            self.out.addresses.append(found[1])
        return bool(found)

    # --- the text, and what follows it ---

    def _body(self, lines: list[str]) -> None:
        out, listed, seen = self.out, False, {key(paragraph) for paragraph in self.out.paragraphs}
        for line in lines:
            name = key(line) if len(line) <= LONG else line
            if len(line) < 200 and self.look.words.is_one_of(name, "comments") and out.paragraphs:
                break
            if self.look.is_list(line):
                listed = True
            elif self._note_address(line) or self.look.is_chrome(line) or self.look.is_caption(line, on_top=False):
                continue
            elif len(line) < 60 and agency(line.strip("()[] ")):
                out.credits.append(line)
            elif len(line.split()) <= 16 and (found := self.look.stamps(line)) and (found[0].kind or len(out.paragraphs) <= 1):
                out.stamps += [stamp for stamp in found if stamp.kind or not out.stamps]
                out.credits.append(line)
            elif len(line.split()) <= 8 and not closed(line) and self.look.is_credit(line):
                out.credits.append(line)
            elif len(out.paragraphs) <= 2 and self.look.is_byline(line):
                out.byline = out.byline or line
            elif (
                (listed and (BULLET.match(line) or not (len(line.split()) >= 15 and closed(line))))
                or (name in seen and len(line.split()) >= 5)
                or _same(line, out.title)
            ):
                continue
            else:
                listed = False
                seen.add(name)
                out.paragraphs.append(line)
        while out.paragraphs and self._is_left_over(out.paragraphs[-1]):
            out.credits.append(out.paragraphs.pop())

    def _is_left_over(self, line: str) -> bool:
        return (
            len(line.split()) <= 12
            and not re.search(r"[.!?…。:;][\"'”»“’)\]]*$|[\"”»]$", line)
            and not BULLET.match(line)
            and len(self.out.paragraphs) > 1
        )


def _stems(text: str) -> set[str]:
    """Return the beginnings of a text's longer words: enough to see that two lines speak of one thing."""
    return {word[:5] for word in re.findall(r"[^\W\d_]{4,}", text.casefold())}


_NAME_LINKS = frozenset(
    ("of", "in", "at", "the", "and", "de", "du", "la", "le", "di", "da", "del", "von", "und", "et", "y", "e", "в", "и", "на", "та", "из")
)


def _may_be_title(line: str, shared: int) -> bool:
    """Whether a line that hardly speaks of what the text speaks of may be its headline all the same, and no name or counter."""
    words = re.findall(r"[^\W\d_][\w'’-]*", line)
    named = all(word[0].isupper() or word.casefold() in _NAME_LINKS for word in words)
    if shared >= 2 and len(words) >= 5:
        return True
    kicker = bool(re.match(r"[^\W\d_]{4,}:\s", line)) and line.partition(":")[0].isupper()
    return not named and (len(words) >= 6 or (len(words) >= 4 and (shared > 0 or kicker)))


def _same(first: str, second: str) -> bool:
    return bool(second) and re.findall(r"\w+", first.casefold()) == re.findall(r"\w+", second.casefold())


def _without_site(line: str) -> str:
    """Return a headline without the site's name after a bar."""
    front, bar, back = line.rpartition(" | ")
    return front if bar and len(front.split()) >= 4 and len(back.split()) <= 4 else line
