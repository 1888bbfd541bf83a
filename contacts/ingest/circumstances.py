"""How long a contact lasted, who sought it, where it was and who took part, as a report says it."""

from contacts.ingest.attribution import Voice
from contacts.ingest.content import SIDES, Told
from contacts.ingest.evidence import Evidence
from contacts.ingest.passages import passage
from contacts.ingest.reading import Hit, Reading
from contacts.ingest.records import SuggestedClaim
from contacts.ingest.sources import AND, OUTSIDE, PRESS, PRINCIPALS, THIRD

_PUTIN = ("person.russia.vladimir-putin", "epithet.putin")
_TRUMP = ("person.united-states.donald-trump", "epithet.trump")
_AFTER, _BEFORE = 9, 12  # words from "at the initiative of" to the side, and from the side to "initiated"


def circumstances(evidence: Evidence, spoken: list[tuple[Voice, ...]], content: list[Told]) -> list[SuggestedClaim]:
    """Return the claims on duration and initiator."""
    if evidence.about != "reports" or evidence.kind in ("letter", "message", "joint-statement"):
        return _initiators(evidence, spoken)
    return [*_durations(evidence, spoken, content), *_initiators(evidence, spoken)]


def voice_at(reading: Reading, spoken: tuple[Voice, ...], place: int) -> Voice | None:
    """Return the side whose word some words of a sentence are, None for the outlet's own."""
    sides = [voice for voice in spoken if voice.speaker in SIDES]
    if not sides:
        return None
    nearest = min(sides, key=lambda voice: abs(voice.at - place))
    return None if only_second_half(reading, nearest, place) else nearest


def only_second_half(reading: Reading, voice: Voice, place: int) -> bool:
    """Whether words stand before "…, and said": a principal is given the word for the second half of the sentence only."""
    return voice.own and voice.person in PRINCIPALS and voice.at > place and reading.words[voice.at - 1] in AND


def _durations(evidence: Evidence, spoken: list[tuple[Voice, ...]], content: list[Told]) -> list[SuggestedClaim]:
    reading = evidence.reading
    main = {item.sentence for item in evidence.main if not item.aside} | {item.sentence for item in evidence.main}
    found: dict[tuple[int, str], SuggestedClaim] = {}
    for length in evidence.lengths:
        number = reading.sentence_of(length.start)
        first, last = reading.span(number)
        if reading.is_title(number) or reading.sentences[number].heading:
            continue
        if reading.within("distance", length.end, length.end + 1) or reading.within("distance", max(first, length.start - 1), length.start):
            continue
        if reading.any_within(("modal.future", "modal.hypothetical"), max(first, length.start - 3), length.start):
            continue
        kinds = {item.kind for item in evidence.main if item.sentence == number}
        if kinds and evidence.kind not in kinds and evidence.kind in ("pull-aside", "call") and kinds & {"meeting", "summit"}:
            continue
        lasting = reading.within("lasting", max(first, length.start - 12), min(last, length.end + 8))
        near_main = number in main
        says_so = content[number].counts and any(voice.own and voice.speaker in SIDES for voice in spoken[number])
        if not (lasting or near_main or says_so) or not (near_main or content[number].counts or _before_was(main, number)):
            continue
        voices = spoken[number]
        if any(voice.speaker in (OUTSIDE, THIRD) and voice.own for voice in voices):
            continue
        voice = voice_at(reading, voices, length.start)
        speaker = voice.speaker if voice else PRESS
        claim = SuggestedClaim(
            "duration",
            {"minutes": length.minutes, "qualifier": length.qualifier},
            speaker,
            voice.person if voice else "",
            passage(reading, length.start, length.end),
            0.85 if lasting and voice and voice.own else 0.7,
            f"“{reading.phrase(length.start, length.end)}” beside {_named(reading, lasting)}",
        )
        kept = found.get((length.minutes, speaker))
        if kept is None or kept.score < claim.score:
            found[length.minutes, speaker] = claim
    sided = {minutes for minutes, speaker in found if speaker != PRESS}
    return [claim for (minutes, speaker), claim in found.items() if speaker != PRESS or minutes not in sided]


def _before_was(main: set[int], number: int) -> bool:
    return number - 1 in main or number - 2 in main


def _named(reading: Reading, hits: list[Hit]) -> str:
    return f"“{reading.phrase(hits[0].start, hits[0].end)}”" if hits else "the contact"


def _initiators(evidence: Evidence, spoken: list[tuple[Voice, ...]]) -> list[SuggestedClaim]:
    reading = evidence.reading
    others = {item.sentence for item in evidence.theirs if item.whens} - {item.sentence for item in evidence.main}
    found: dict[tuple[str, str], SuggestedClaim] = {}
    for number in range(len(reading.sentences)):
        if reading.is_title(number) or reading.sentences[number].heading or number in others:
            continue
        first, last = reading.span(number)
        for start, end, side in [
            *_by_sending(evidence, number, first, last),
            *_by_initiative(reading, first, last),
            *_by_ringing(reading, first, last),
        ]:
            if any(voice.speaker in (OUTSIDE, THIRD) and voice.own for voice in spoken[number]):
                continue
            voice = voice_at(reading, spoken[number], start)
            speaker = voice.speaker if voice else PRESS
            claim = SuggestedClaim(
                "initiator",
                {"initiator": side},
                speaker,
                voice.person if voice else "",
                passage(reading, start, end),
                0.85 if voice and voice.own else 0.7,
                f"“{reading.phrase(start, end)}”",
            )
            found.setdefault((side, speaker), claim)
    sided = {side for side, speaker in found if speaker != PRESS}
    return [claim for (side, speaker), claim in found.items() if speaker != PRESS or side not in sided]


def _by_sending(evidence: Evidence, number: int, first: int, last: int) -> list[tuple[int, int, str]]:
    """Who sent the letter or the message that the text is about: "from X", or X before the verb of sending."""
    reading = evidence.reading
    if evidence.kind not in ("letter", "message"):
        return []
    for item in evidence.main:
        if item.sentence != number or item.kind not in ("letter", "message"):
            continue
        for mark in reading.within("from", item.end, min(last, item.end + 3)):
            names = _names(reading, mark.end, min(last, mark.end + 4))
            if names:
                return [(item.start, names[0][0] + 1, "russia" if names[0][1] == "P" else "united-states")]
        sending = reading.within("sent", first, last)
        if sending:
            names = _names(reading, first, sending[0].start)
            if names:
                return [(names[-1][0], sending[0].end, "russia" if names[-1][1] == "P" else "united-states")]
    return []


def _by_initiative(reading: Reading, first: int, last: int) -> list[tuple[int, int, str]]:
    both = reading.within("initiative.both", first, last)
    if both:
        return [(both[0].start, both[0].end, "both")]
    found = []
    for hit in reading.within("initiative", first, last):
        behind = _side(reading, hit.end, min(last, hit.end + _AFTER))
        ahead = _side(reading, max(first, hit.start - _BEFORE), hit.start, nearest_last=True)
        owned = ahead is not None and _side_by_side(reading, ahead[1], hit.start) and (ahead[1] == hit.start or not behind)
        prefers_ahead = reading.language == "tr" or _passive(reading, hit) or owned
        choice = (ahead or behind) if prefers_ahead else (behind or ahead)
        if choice is None or not _about_a_contact(reading, hit, first, last):
            continue
        if hit.end - hit.start == 1 and _a_plan(reading, hit, last) and not owned:
            continue
        start, end, side = choice
        found.append((min(start, hit.start), max(end, hit.end), side))
    return found[:1]


def _a_plan(reading: Reading, hit: Hit, last: int) -> bool:
    """Whether an "initiative" by itself is a proposal, not the seeking of the contact."""
    if not reading.words[hit.start].startswith(("initiativ", "iniciativ", "iniziativ", "инициатив", "ініціатив", "inisiyatif", "girişim")):
        return False
    kinds = ("kind.call", "kind.call-weak", "kind.meeting", "rang")
    return not reading.any_within(kinds, max(0, hit.start - 4), min(last, hit.end + 5))


def _side_by_side(reading: Reading, end: int, start: int) -> bool:
    """Whether two words are neighbours with no sign between them: "at Washington's initiative"."""
    return start - end <= 1 and "," not in reading.text[reading.ends[end - 1] : reading.starts[start]]


def _passive(reading: Reading, hit: Hit) -> bool:
    """ "The American side placed the call": the side stands before."""
    words = reading.phrase(hit.start, hit.end).lower()
    return words.startswith(
        ("placed", "made", "initiated the", "asked", "requested the", "sought", "предложил", "инициировал", "ініціював", "istedi")
    )


def _side(reading: Reading, first: int, last: int, *, nearest_last: bool = False) -> tuple[int, int, str] | None:
    hits = [(hit.start, hit.end, side) for side in ("united-states", "russia") for hit in reading.within(f"side.{side}", first, last)]
    if not hits:
        return None
    return max(hits) if nearest_last else min(hits)


def _about_a_contact(reading: Reading, hit: Hit, first: int, last: int) -> bool:
    """An "initiative" may be a plan; beside a call or a meeting it is who sought it."""
    kinds = (
        "kind.call",
        "kind.call-weak",
        "kind.meeting",
        "kind.meeting-weak",
        "kind.summit",
        "kind.pull-aside",
        "kind.video-call",
        "rang",
    )
    if reading.any_within(kinds, max(first, hit.start - 25), min(last, hit.end + 18)):
        return True
    return (
        reading.words[hit.start] in {"по", "at", "on", "auf", "su", "por", "a", "à", "з", "за"}
        and hit.end - hit.start > 1
        and last - first < 22
    )


def _by_ringing(reading: Reading, first: int, last: int) -> list[tuple[int, int, str]]:
    """ "X called Y": one principal right before the verb (or, inverted, after it) and the other behind."""
    found = []
    for hit in reading.within("rang", first, last):
        after = _first_of(reading, hit.end, min(last, hit.end + 8))
        before = _last_of(reading, max(first, hit.start - 14), hit.start)
        if after is not None and before is not None and before[1] != after[1]:
            if reading.language == "tr":
                continue
            caller, callee = before, after
        elif reading.language == "de" and before is None and after is not None:
            second = _first_of(reading, after[0] + 1, min(last, hit.end + 12))
            if second is None or second[1] == after[1]:
                continue
            caller, callee = after, second
        elif reading.language in ("tr", "de") and before is not None and after is None:
            earlier = _other_before(reading, max(first, before[0] - 14), before)
            if earlier is None:
                continue
            caller, callee = earlier, before
        elif before is not None and after is None and _names_the_other_by_pronoun(reading, hit, last):
            caller, callee = before, (hit.end, "")
        else:
            continue
        if hit.end + 1 < len(reading.words) and reading.words[hit.end : hit.end + 1] == ["for"]:
            continue
        if reading.any_within(("modal.future", "temporal"), max(first, hit.start - 4), hit.start):
            continue
        low, high = min(caller[0], hit.start), max(callee[0], hit.end)
        found.append((low, high, "russia" if caller[1] == "P" else "united-states"))
    return found[:1]


def _names_the_other_by_pronoun(reading: Reading, hit: Hit, last: int) -> bool:
    if reading.language == "ru":
        return reading.words[hit.start].startswith("позвонил") and hit.end < last and reading.words[hit.end] in {"чтобы", "ему", "мне", "и"}
    if (
        reading.language == "en"
        and hit.end < last
        and reading.words[hit.end] == "to"
        and reading.words[hit.start] in {"rang", "phoned", "telephoned"}
    ):
        return True
    return hit.end < last and reading.words[hit.end] in {"me", "him", "ему", "mich", "ihn", "мені", "йому"}


def _names(reading: Reading, first: int, last: int) -> list[tuple[int, str]]:
    found = [(hit.start, "P") for hit in reading.any_within(_PUTIN, first, last)]
    found += [(hit.start, "T") for hit in reading.any_within(_TRUMP, first, last)]
    return sorted(found)


def _first_of(reading: Reading, first: int, last: int) -> tuple[int, str] | None:
    names = _names(reading, first, last)
    return names[0] if names else None


def _last_of(reading: Reading, first: int, last: int) -> tuple[int, str] | None:
    names = _names(reading, first, last)
    return names[-1] if names else None


def _other_before(reading: Reading, first: int, known: tuple[int, str]) -> tuple[int, str] | None:
    names = [name for name in _names(reading, first, known[0]) if name[1] != known[1]]
    return names[-1] if names else None
