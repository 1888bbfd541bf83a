"""In which years a text without a date of publication was written: who is named in office, which dates and years it names."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from contacts.ingest.reading import Reading
from contacts.ingest.times import When, span_of

TOO_EARLY, TOO_LATE, FITTING = -1.2, -0.4, 0.3  # points for one person: not yet known, long out of office, in office
YEAR_NAMED = 0.5  # points for a contact of a year that the text names
BEFORE_ITS_PAST = -2.0  # points for a contact that lies before a day of which the text tells
AFTERMATH = timedelta(200)  # how long after leaving office somebody is still named for it
MOST = 2.4  # points that all people together can give or take


@dataclass(frozen=True)
class Era:
    """What tells the time of a text: spans of office of the people in it, years named, and the last whole day it tells of."""

    offices: tuple[tuple[date | None, date | None], ...]
    years: frozenset[int]
    told: date | None

    def points(self, day: date) -> float:
        """Return how well a day agrees, in points of scoring.py."""
        people = 0.0
        for first, last in self.offices:
            if first and day < first:
                people += TOO_EARLY
            elif last and day > last + AFTERMATH:
                people += TOO_LATE
            else:
                people += FITTING
        points = max(-MOST, min(people, FITTING * 3))
        points += YEAR_NAMED if day.year in self.years else 0.0
        return points + (BEFORE_ITS_PAST if self.told and day < self.told - timedelta(2) else 0.0)


def era_of(reading: Reading, dates: list[When], ahead: frozenset[When]) -> Era:
    """Return the time marks of a text. `ahead` are dates of what is still to come."""
    tenures = _tenures()
    offices = [tenures[label] for label in sorted(reading.labels("person.")) if label in tenures]
    years = frozenset(when.year for when in dates if when.year)
    whole = [span[0] for when in dates if when.complete and when not in ahead and (span := span_of(when, None))]
    return Era(tuple(offices), years, max(whole, default=None))


@lru_cache(maxsize=1)
def _tenures() -> dict[str, tuple[date | None, date | None]]:
    sides = tomllib.loads((Path(__file__).parent / "tenures.toml").read_text(encoding="utf-8"))
    return {f"person.{side}.{name}": (_day(first), _day(last)) for side, people in sides.items() for name, (first, last) in people.items()}


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None
