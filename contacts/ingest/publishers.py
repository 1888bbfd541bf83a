"""Rules for single publishers, and the names of agencies: the data of `publishers.toml`, ready for looking up."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True)
class Rules:
    """What is known of one publisher's pages."""

    name: str = ""
    date_order: str = ""  # DMY or MDY, "" not known
    drop: frozenset[str] = frozenset()  # lines in small letters
    title_suffix: str = ""


@lru_cache(maxsize=1)
def _data() -> dict[str, list[dict[str, object]]]:
    return tomllib.loads(Path(__file__).with_name("publishers.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _by_host() -> dict[str, Rules]:
    rules: dict[str, Rules] = {}
    for entry in _data()["publisher"]:
        lines = entry.get("drop", [])
        assert isinstance(lines, list)
        assert isinstance(entry["hosts"], list)
        rule = Rules(
            name=str(entry["name"]),
            date_order=str(entry.get("date_order", "")),
            drop=frozenset(str(line).casefold() for line in lines),
            title_suffix=str(entry.get("title_suffix", "")),
        )
        rules |= {str(host): rule for host in entry["hosts"]}
    return rules


NO_RULES = Rules()


def bare_host(host: str) -> str:
    """Return a host without the prefixes that tell one face of a site from another (www, m, amp)."""
    return re.sub(r"^(?:www\d?|m|amp|mobile)\.(?=[^.]+\.)", "", host.casefold().rstrip("."))


def rules_for(host: str) -> Rules:
    """Return the rules for a host or for the site that it is a part of."""
    labels = bare_host(host).split(".")
    for start in range(len(labels) - 1):
        if found := _by_host().get(".".join(labels[start:])):
            return found
    return NO_RULES


@lru_cache(maxsize=1)
def rules_by_name() -> dict[str, Rules]:
    """Return the rules by the publisher's name."""
    return {rule.name: rule for rule in _by_host().values()}


@lru_cache(maxsize=1)
def agency_names() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return an expression that finds an agency's name as a whole word, and the labels by name."""
    labels = {str(name): str(entry["label"]) for entry in _data()["agency"] for name in entry["names"]}  # type: ignore[attr-defined]
    names = sorted(labels, key=len, reverse=True)
    return re.compile(r"(?<!\w)(" + "|".join(map(re.escape, names)) + r")(?!\w)"), labels


def agency(words: str) -> str:
    """Return the label of the agency that these words name and nothing else, "" for none."""
    _, labels = agency_names()
    words = words.strip(" .,:;–—-")
    for form in (words, f"({words})", f"/{words}/"):
        if form in labels:
            return labels[form]
    parts = [labels.get(part.strip()) for part in re.split(r"[/,]| and | y | und | et | и ", words)]
    return parts[0] or "" if parts and all(parts) else ""
