"""What a line of a page is: menu, share bar, caption, stamp, byline, credit, opening of another list, or prose.

Works on one line alone, in any language whose words stand in `wording.toml`.
"""

import re

from contacts.ingest.datelines import dateline_of
from contacts.ingest.dating import Stamp, days_in, stamps_in
from contacts.ingest.publishers import agency
from contacts.ingest.wording import key, wording

SHORT = 60  # letters; no counter of readers or minutes is longer
LONG = 400  # letters; no line of chrome is longer, but for the names of a page's icons
_CLOSED = re.compile(r"[.!?…。][\"'”»“’)\]]*$|[\"”»]$")
_SENTENCES = re.compile(r"[.!?…][\"'”»“’)\]]*\s+[\"'“«„(\[]?[^\W\d_a-zа-я]")
_SEPARATOR = re.compile(r"\s*[|›»•·→]\s*|\s+[/>\\]\s+|\s{2,}|\t")
_NETWORKS = re.compile(
    r"(?:(?:share|tweet|facebook|twitter|whats\s?app|telegram|vkontakte|e-?mail|print|linkedin|reddit|pinterest|viber"
    r"|messenger|instagram|copy link|ok|vk|x)[\s,|·/]*){2,}",
    re.IGNORECASE,
)
BULLET = re.compile(r"[-–—•*▪●]\s")
_NOT_A_NAME = {"and", "und", "et", "y", "e", "и", "та", "ve", "de", "van", "von", "і", "&"}


class Lines:
    """Tells the lines of one page apart: its language, how it writes days, and what its publisher adds are known."""

    def __init__(self, language: str, order: str = "", drop: frozenset[str] = frozenset()) -> None:
        """Look at lines in this language; `order` as in `dating`, `drop` are lines in small letters that are no text."""
        self.language, self.order, self.drop = language, order, drop
        self.words = wording()

    def is_chrome(self, line: str) -> bool:
        """Whether a line is of the page and not of the article: menu, share bar, notice, pointer to another article."""
        if len(line) > LONG:
            return "icon" in line and self.is_icon_list(line)
        name = key(line)
        if not name or name in self.drop or self.words.is_one_of(name, "menu") or len(line) < 3 or not re.search(r"[^\W\d_]", line):
            return True
        small = line.casefold()
        if len(small) < SHORT and self.words.expressions["counters"].search(small):
            return True
        if self.words.occurs_in(small, "anywhere") or small.startswith("copyright "):
            return True
        if self.is_icon_list(line) or _NETWORKS.fullmatch(line) or self.is_menu_row(line):
            return True
        lead = self.words.lead(name, "leads")
        if not lead:
            return False
        rest = name[len(lead) :]
        if re.match(r"\s*[:|]|\s+[-–—]\s", rest) or not rest.strip():
            return True
        return " " in lead and len(line.split()) <= 12 and not closed(line)

    @staticmethod
    def is_icon_list(line: str) -> bool:
        """Whether a line is the names of a page's icons, as they come with copied pages."""
        return len(re.findall(r"\bicon\b|icon\b", line)) >= 3 and len(re.findall(r"icon", line)) * 6 > len(line.split())

    def is_menu_row(self, line: str) -> bool:
        """Whether a line is a row of menu entries, or the way down to this page."""
        if len(line) > 200 or line.endswith((".", "!", "?")):
            return False
        parts = [part for part in _SEPARATOR.split(line.strip()) if part]
        crumbs = len(parts) >= 2 and re.search(r"\s[>›»]\s", line) and len(line.split()) <= 14
        row = len(parts) >= 3 and all(len(part.split()) <= 4 for part in parts) and not self.is_dated(line)
        if crumbs or row:
            return True
        menu = self.words.phrases["menu"]
        dashed = [part for part in re.split(r"\s+[-–—]\s+", line.strip()) if part]
        if len(dashed) >= 3 and all(len(part.split()) <= 2 for part in dashed) and any(key(part) in menu for part in dashed):
            return True
        pieces = [piece for piece in re.split(r"[\s:,|]+", key(line)) if piece]
        entries = sum(piece in menu or piece in ("вк", "ок") for piece in pieces)
        if len(pieces) < 2 or entries == len(pieces):
            return len(pieces) >= 2
        # Entries that the list does not have stand among those that it has, each with a capital letter.
        bare = 3 <= len(pieces) <= 8 and pieces[0] in menu and not re.search(r"[,:;]", line)
        return bare and (entries >= 0.75 * len(pieces) or (line.istitle() and 2 * entries >= len(pieces)))

    def is_caption(self, line: str, *, on_top: bool) -> bool:
        """Whether a line is a caption or picture credit; `on_top`, before the text begins, an agency's name at its end is enough."""
        if len(line) > 500:
            return False
        small = line.casefold()
        found = self.words.occurs_in(small, "pictures") or (on_top and self.words.occurs_in(small, "pictures_on_top"))
        return found and not self.opens_a_wire(line)

    def stamps(self, line: str) -> list[Stamp]:
        """Return the days of a line that says when the text was published or changed."""
        return stamps_in(line, self.language, self.order)

    def is_byline(self, line: str) -> bool:
        """Whether a line names the author and nothing else."""
        lead = self.words.lead(line.casefold(), "authors")
        rest = re.findall(r"[^\W\d_][\w.'’-]*", line[len(lead) :])
        return bool(
            lead
            and 1 <= len(rest) <= 9
            and all(word[0].isupper() or word in _NOT_A_NAME for word in rest)
            and not line.endswith(("?", "!"))
        )

    def is_prose(self, line: str) -> bool:
        """Whether a line reads as a paragraph of an article."""
        words = len(line.split())
        if words < 8:
            return len(line) >= 40 and "。" in line
        return (words >= 12 and (closed(line) or (words >= 20 and bool(_SENTENCES.search(line))))) or words >= 28 or self.opens_a_wire(line)

    def opens_a_wire(self, line: str) -> bool:
        """Whether a line opens with a dateline, as the first of an agency's text does."""
        found = dateline_of(line, self.language)
        return bool(found and (found.agency or found.day or found.place.isupper()) and len(line.split()) >= 8)

    def is_dated(self, line: str) -> bool:
        """Whether a line has a full date in it."""
        return any(day.year for day in days_in(line, self.language, self.order))

    @staticmethod
    def names_picture(line: str, following: str) -> bool:
        """Whether a line only names whom the caption below it shows."""
        words = set(re.findall(r"\w+", line.casefold()))
        return bool(following.startswith("©") and len(words) <= 8 and words <= set(re.findall(r"\w+", following.casefold())))

    def is_list(self, line: str) -> bool:
        """Whether a line opens a list of other articles."""
        return len(line) < 80 and not closed(line) and self.words.is_one_of(key(line), "lists")

    def is_credit(self, line: str) -> bool:
        """Whether a line is a credit with a label: "Quelle: dpa"."""
        label, _, name = line.partition(":")
        return bool(name and agency(name) and len(label.split()) <= 3)


def closed(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(_CLOSED.search(line[-8:]))
