"""The text of an article, told from what stands around it on a page: menus, shares, captions, stamps, lists of other articles.

Works on lines alone, so it serves pasted text and what is left of a web page alike. It drops lines and never changes one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from contacts.ingest.credit import agency, dateline_of
from contacts.ingest.dating import Stamp, days_in, stamps_in
from contacts.ingest.wording import key, wording

_CLOSED = re.compile(r"[.!?…。][\"'”»“’)\]]*$|[\"”»]$")
_SENTENCES = re.compile(r"[.!?…][\"'”»“’)\]]*\s+[\"'“«„(\[]?[^\W\d_a-zа-я]")
_SEPARATOR = re.compile(r"\s*[|›»•·→]\s*|\s+[/>\\]\s+|\s{2,}|\t")
_NETWORKS = re.compile(r"(?:(?:share|tweet|facebook|twitter|whats\s?app|telegram|vkontakte|e-?mail|print|linkedin|reddit|pinterest|viber|messenger|instagram|copy link|ok|vk|x)[\s,|·/]*){2,}", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:(?:source|url|link|источник|ссылка|quelle|fuente|fonte|оригинал|original)\s*:?\s*)?(https?://\S+)", re.IGNORECASE)
_BULLET = re.compile(r"[-–—•*▪●]\s")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_A_NAME = {"and", "und", "et", "y", "e", "и", "та", "ve", "de", "van", "von", "і", "&"}


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


def split_lines(text: str) -> list[str]:
    """Return the paragraphs of a text, one a line; lines that were broken at a fixed width are joined again."""
    lines = [line.strip() for line in _INVISIBLE.sub("", text).splitlines()]
    pairs = [(first, second) for first, second in zip(lines, lines[1:], strict=False) if first and second]
    broken = [first for first, second in pairs if 40 <= len(first) <= 100 and not _CLOSED.search(first) and second[:1].islower()]
    if len(broken) < 4 or len(broken) < 0.3 * len(pairs):
        return [line for line in lines if line]
    blocks: list[str] = []
    for before, line in zip(["", *lines], lines, strict=False):
        if line and before and blocks and len(before) >= 40:
            blocks[-1] += f" {line}"
        elif line:
            blocks.append(line)
    return blocks


def sift(lines: Sequence[str], language: str, *, title: str = "", order: str = "", drop: frozenset[str] = frozenset()) -> Sifted:
    """Return the article in these lines; `title`, where the page itself names it, is not looked for and not repeated."""
    return _Sieve(language, order, drop, title).sift(list(lines))


class _Sieve:
    def __init__(self, language: str, order: str, drop: frozenset[str], title: str) -> None:
        self.language, self.order, self.drop = language, order, drop
        self.words = wording()
        self.out = Sifted(title=title)

    def sift(self, lines: list[str]) -> Sifted:
        self.out.paywall = any(phrase in line.casefold() for line in lines if len(line) < 400 for phrase in self.words.phrases["paywall"])
        start = self._start(lines)
        self._head(lines[:start], lines[start:])
        self._body(lines[start:])
        return self.out

    # --- what a line is ---

    def _is_chrome(self, line: str) -> bool:
        name = key(line)
        if not name or name in self.drop or self.words.is_one_of(name, "menu") or len(line) < 3 or not re.search(r"[^\W\d_]", line):
            return True
        if len(line) > 600:
            return self._is_icon_list(line)
        small = line.casefold()
        if self.words.expressions["anywhere"].search(small) or small.startswith("copyright "):
            return True
        if self._is_icon_list(line) or _NETWORKS.fullmatch(line) or self._is_menu_row(line):
            return True
        lead = self.words.lead(name, "leads")
        if not lead:
            return False
        rest = name[len(lead) :]
        if re.match(r"\s*[:|]|\s+[-–—]\s", rest) or not rest.strip():
            return len(line) < 300
        return " " in lead and len(line.split()) <= 12 and not _CLOSED.search(line)

    @staticmethod
    def _is_icon_list(line: str) -> bool:
        return len(re.findall(r"\bicon\b|icon\b", line)) >= 3 and len(re.findall(r"icon", line)) * 6 > len(line.split())

    def _is_menu_row(self, line: str) -> bool:
        parts = [part for part in _SEPARATOR.split(line.strip()) if part]
        crumbs = len(parts) >= 2 and re.search(r"\s[>›»]\s", line) and len(line.split()) <= 14
        row = len(parts) >= 3 and all(len(part.split()) <= 4 for part in parts) and not self._is_dated(line)
        if (crumbs or row) and not re.search(r"[.!?]$", line):
            return True
        pieces = [piece for piece in re.split(r"[\s:,|]+", key(line)) if piece]
        return len(pieces) >= 2 and all(piece in self.words.phrases["menu"] or piece in ("вк", "ок") for piece in pieces)

    def _is_caption(self, line: str, *, on_top: bool) -> bool:
        if len(line.split()) > 80:
            return False
        return bool(self.words.expressions["pictures"].search(line) or (on_top and self.words.expressions["pictures_on_top"].search(line)))

    def _stamps(self, line: str) -> list[Stamp]:
        return stamps_in(line, self.language, self.order)

    def _is_byline(self, line: str) -> bool:
        lead = self.words.lead(line.casefold(), "authors")
        rest = re.findall(r"[^\W\d_][\w.'’-]*", line[len(lead) :])
        return bool(lead and 1 <= len(rest) <= 9 and all(word[0].isupper() or word in _NOT_A_NAME for word in rest) and not line.endswith(("?", "!")))

    def _is_prose(self, line: str) -> bool:
        words = len(line.split())
        if words < 8:
            return len(line) >= 40 and "。" in line
        return (words >= 12 and bool(_CLOSED.search(line) or (words >= 20 and _SENTENCES.search(line)))) or words >= 28 or self._opens_a_wire(line)

    def _opens_a_wire(self, line: str) -> bool:
        found = dateline_of(line, self.language)
        return bool(found and (found.agency or found.day or found.place.isupper()) and len(line.split()) >= 8)

    # --- before the text ---

    def _start(self, lines: list[str]) -> int:
        """Return where the text begins: at a dateline near the top, or at the first line that reads as prose."""
        first = len(lines)
        for index, line in enumerate(lines):
            if self._is_prose(line) and not self._is_chrome(line) and not self._is_caption(line, on_top=not self._opens_a_wire(line)) and not self._stamps(line):
                first = index
                break
        for index in range(first + 1, min(first + 6, len(lines))):
            # A caption may read as prose; one with a full date above a dateline is none of the text.
            if self._opens_a_wire(lines[index]) and all(self._is_dated(line) for line in lines[first:index] if self._is_prose(line)):
                return index
        return first

    def _is_dated(self, line: str) -> bool:
        return any(day.year for day in days_in(line, self.language, self.order))

    def _head(self, head: list[str], body: list[str]) -> None:
        """Sort the lines before the text; the title is the one that the text speaks of, the lines after it are its standfirst."""
        candidates: list[tuple[int, str, bool]] = []
        stamps: list[tuple[int, Stamp]] = []
        listed = False
        for index, line in enumerate(head):
            following = head[index + 1] if index + 1 < len(head) else ""
            if found := self._stamps(line):
                stamps += [(index, stamp) for stamp in found]
                self.out.credits.append(line)
                listed = False
            elif self._is_chrome(line) and not (key(line) not in self.words.phrases["menu"] and self._is_list(line)):
                self._note_address(line)
            elif self._is_list(line):
                listed = True
            elif self._is_caption(line, on_top=True):
                listed = False
            elif agency(line):
                self.out.credits.append(line)
            elif self._is_byline(line):
                self.out.byline = self.out.byline or line
                listed = False
            elif not self._note_address(line) and not self._is_label_of_picture(line, following) and not (len(line.split()) >= 6 and self._is_dated(line) and candidates):
                candidates.append((index, line, listed))
        place = self._choose_title(candidates, body)
        # A stamp below the title is the article's; one above may be the page's own clock.
        stamps.sort(key=lambda stamp: (stamp[1].kind == "updated", stamp[0] < place, abs(stamp[0] - place)))
        self.out.stamps += [stamp for _, stamp in stamps]

    def _choose_title(self, candidates: list[tuple[int, str, bool]], body: list[str]) -> int:
        about = _stems(" ".join(line for line in body[:8] if self._is_prose(line)))
        scored = []
        for index, line, listed in candidates:
            stems = _stems(line)
            shared = len(stems & about)
            fits = 3 <= len(line.split()) <= 45 and (shared >= 3 or shared >= 0.4 * max(len(stems), 1))
            scored.append((index, line, listed, shared if fits else 0))
        if self.out.title:
            same = next((entry for entry in scored if _same(entry[1], self.out.title)), None)
            place = same[0] if same else -1
        else:
            free = [entry for entry in scored if entry[3] and not entry[2]]
            bound = sorted((entry for entry in scored if entry[3] and entry[2]), key=lambda entry: (entry[3], entry[0]))
            rest = [entry for entry in scored if len(entry[1].split()) >= 4 and not entry[2]]
            best = max((entry[3] for entry in free), default=0)
            free = [entry for entry in free if entry[3] >= 0.4 * best]  # a masthead may share a word or two by chance
            chosen = free[0] if free else bound[-1] if bound else rest[0] if rest else None
            place = chosen[0] if chosen else -1
            self.out.title = _without_site(chosen[1]) if chosen else ""
        for index, line, listed, shared in scored:
            if index < place:
                self.out.mastheads.append(line)
            elif index > place and not listed and len(line.split()) >= 4 and (shared or place >= 0):
                self.out.paragraphs.append(line)
        return place

    @staticmethod
    def _is_label_of_picture(line: str, following: str) -> bool:
        """Whether a line only names whom the caption below it shows."""
        words = set(re.findall(r"\w+", line.casefold()))
        return bool(following.startswith("©") and len(words) <= 8 and words <= set(re.findall(r"\w+", following.casefold())))

    def _note_address(self, line: str) -> bool:
        found = _ADDRESS.fullmatch(line)
        if found:
            self.out.addresses.append(found[1])
        return bool(found)

    # --- the text, and what follows it ---

    def _body(self, lines: list[str]) -> None:
        out, listed, seen = self.out, False, {key(paragraph) for paragraph in self.out.paragraphs}
        for line in lines:
            name = key(line)
            if len(line) < 200 and self.words.is_one_of(name, "comments") and out.paragraphs:
                break
            if self._is_list(line):
                listed = True
            elif self._note_address(line) or self._is_chrome(line) or self._is_caption(line, on_top=False):
                continue
            elif len(line) < 160 and agency(line.strip("()[] ")):
                out.credits.append(line)
            elif (found := self._stamps(line)) and len(line.split()) <= 16:
                out.stamps += [stamp for stamp in found if stamp.kind or not out.stamps and len(out.paragraphs) <= 1]
                out.credits.append(line)
            elif len(line.split()) <= 8 and not _CLOSED.search(line) and self._is_credit(line):
                out.credits.append(line)
            elif len(out.paragraphs) <= 2 and self._is_byline(line):
                out.byline = out.byline or line
            elif listed and (_BULLET.match(line) or not (len(line.split()) >= 15 and _CLOSED.search(line))):
                continue
            elif name in seen and len(line.split()) >= 5 or _same(line, out.title):
                continue
            else:
                listed = False
                seen.add(name)
                out.paragraphs.append(line)
        while out.paragraphs and self._is_left_over(out.paragraphs[-1]):
            out.credits.append(out.paragraphs.pop())

    def _is_list(self, line: str) -> bool:
        return len(line) < 80 and not _CLOSED.search(line) and self.words.is_one_of(key(line), "lists")

    def _is_credit(self, line: str) -> bool:
        label, _, name = line.partition(":")
        return bool(name and agency(name) and len(label.split()) <= 3)

    def _is_left_over(self, line: str) -> bool:
        return len(line.split()) <= 12 and not re.search(r"[.!?…。:;][\"'”»“’)\]]*$|[\"”»]$", line) and not _BULLET.match(line) and len(self.out.paragraphs) > 1


def _stems(text: str) -> set[str]:
    """Return the beginnings of a text's longer words: enough to see that two lines speak of one thing."""
    return {word[:5] for word in re.findall(r"[^\W\d_]{4,}", text.casefold())}


def _same(first: str, second: str) -> bool:
    return bool(second) and re.findall(r"\w+", first.casefold()) == re.findall(r"\w+", second.casefold())


def _without_site(line: str) -> str:
    """Return a headline without the site's name after a bar."""
    front, bar, back = line.rpartition(" | ")
    return front if bar and len(front.split()) >= 4 and len(back.split()) <= 4 else line
