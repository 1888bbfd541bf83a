"""Who is named in a sentence as a possible partner in a contact: the two principals, other leaders, officials."""

from contacts.ingest.reading import Hit, Reading

PUTIN = ("person.russia.vladimir-putin", "epithet.putin")
TRUMP = ("person.united-states.donald-trump", "epithet.trump")
_FORMER = ("joe-biden", "barack-obama", "kamala-harris", "hillary-clinton")
_OF_A_SIDE = ("person.russia.", "person.united-states.")
TELL_OF_IT = frozenset(
    [
        "person.russia.dmitry-peskov",
        "person.russia.yuri-ushakov",
        "person.russia.maria-zakharova",
        "person.russia.pavel-zarubin",
        "person.united-states.sarah-sanders",
        "person.united-states.sean-spicer",
        "person.united-states.karoline-leavitt",
        "person.united-states.stephanie-grisham",
        "person.united-states.hogan-gidley",
        "person.united-states.judd-deere",
        "person.united-states.steven-cheung",
        "person.united-states.robert-mueller",
        "person.united-states.dan-scavino",
        "person.united-states.melania-trump",
        "person.united-states.barack-obama",
        "person.united-states.bob-woodward",
        "person.united-states.ian-bremmer",
    ]
)
"""People who speak about contacts and are not taken for partners in one."""


def people_in(reading: Reading, first: int, last: int) -> list[tuple[int, str]]:
    """Names in a sentence: (word, "P" Putin, "T" Trump, else who), in their order."""
    found: dict[int, str] = {}
    for label in reading.labels("person."):
        if label in TELL_OF_IT:
            continue
        who = "P" if label in PUTIN else "T" if label in TRUMP else label
        for hit in reading.within(label, first, last):
            if label.startswith(_OF_A_SIDE) and who not in "PT" and not label.endswith(_FORMER) and _says(reading, hit):
                continue
            if who in "PT" and _of_staff(reading, hit, first, last):
                continue
            if who in "PT" and found.get(hit.start, who) not in "PT":
                continue
            found[hit.start] = who
            if who not in "PT":
                for inside in range(hit.start + 1, hit.end):
                    found[inside] = who
    for who, label in (("P", "epithet.putin"), ("T", "epithet.trump")):
        for hit in reading.within(label, first, last):
            if not _of_staff(reading, hit, first, last):
                found.setdefault(hit.start, who)
    for hit in _by_offices(reading, first, last):
        found.setdefault(hit.start, "P")
        found.setdefault(hit.end - 1, "T")
    for hit in reading.any_within(("epithet.other", "epithet.official"), first, last):
        if hit.label != "epithet.official" or not _says(reading, hit):
            found.setdefault(hit.start, "other")
    if any(label.endswith("joe-biden") for label in reading.labels("person.united-states.")):
        biden = {at for at, who in found.items() if who.endswith("joe-biden")}
        # "US President Joe Biden" is not Trump.
        found = {at: who for at, who in found.items() if not (who == "T" and any(0 < name - at <= 3 for name in biden))}
        if not reading.hits("person.united-states.donald-trump"):
            found = {at: who for at, who in found.items() if who != "T"}
    return sorted(found.items())


def _by_offices(reading: Reading, first: int, last: int) -> list[Hit]:
    """Where a sentence names the two by their offices alone: "the presidents of the United States and Russia".

    Only in a text that names both men, and no other president of the United States.
    """
    hits = reading.within("both-presidents", first, last)
    if not hits or not all(any(reading.hits(label) for label in names) for names in (PUTIN, TRUMP)):
        return []
    return [] if any(label.endswith(_FORMER) for label in reading.labels("person.united-states.")) else hits


def _says(reading: Reading, hit: Hit) -> bool:
    """Whether somebody speaks about the contact: then he is not the partner in it."""
    return bool(
        reading.within("say", hit.end, hit.end + 4)
        or reading.within("say", max(0, hit.start - 4), hit.start)
        or reading.within("accord", max(0, hit.start - 4), hit.start)
    )


def _of_staff(reading: Reading, hit: Hit, first: int, last: int) -> bool:
    """Whether the name only says whose man somebody is: "Putin's aide", "помощник Путина"."""
    if reading.language == "en":
        end = reading.ends[hit.end - 1]
        owns = reading.text[end - 2 : end].lower() in ("'s", "’s") or reading.text[end : end + 1] in ("'", "’")
        return owns and bool(reading.within("staff", hit.end, min(last, hit.end + 3)))
    if reading.language == "tr":
        return bool(reading.within("staff", hit.end, min(last, hit.end + 2)))
    staff = reading.within("staff", max(first, hit.start - 4), hit.start)
    return bool(staff) and "," not in reading.text[reading.ends[staff[-1].end - 1] : reading.starts[hit.start]]
