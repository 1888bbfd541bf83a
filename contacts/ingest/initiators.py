"""Who sought the contact, as a report says it: who called, who asked for the call, who sent the letter."""

from contacts.ingest.attribution import Voice
from contacts.ingest.circumstances import voice_at
from contacts.ingest.content import Told, another_day
from contacts.ingest.evidence import Evidence
from contacts.ingest.passages import passage
from contacts.ingest.reading import Hit, Reading
from contacts.ingest.records import SuggestedClaim
from contacts.ingest.sources import OUTSIDE, PRESS, PRINCIPALS, PRONOUNS, THIRD

_PUTIN = ("person.russia.vladimir-putin", "epithet.putin")
_TRUMP = ("person.united-states.donald-trump", "epithet.trump")
_SIDES = {
    "united-states": ("side.united-states", "source.white-house", *_TRUMP),
    "russia": ("side.russia", "source.kremlin", *_PUTIN),
}
_TALKS = (
    "kind.call",
    "kind.call-weak",
    "kind.meeting",
    "kind.meeting-weak",
    "kind.summit",
    "kind.pull-aside",
    "kind.video-call",
    "rang",
    "talk",
)
_SOUGHT = ("kind.call", "kind.call-weak", "kind.meeting", "rang")
_BEHIND, _AHEAD = 9, 14  # words from "at the initiative of" to the side, and from the side to "asked for the call"
_RANG_REACH = {"en": 8, "ru": 6, "uk": 6, "bg": 6, "fr": 8, "es": 8, "it": 8, "de": 9, "tr": 8}
_NO_OBJECT = frozenset(["between", "on", "for", "that", "with", "about", "and", "in", "a", "it", "off", "an"])
"""After "called": what follows is no person who was rung."""

_OBJECTS = frozenset(["me", "him", "ему", "мне", "mich", "ihn", "мені", "йому", "му", "ми", "lui", "m"])
_MYSELF = frozenset(["i", "we", "я", "мы", "ми", "ich", "wir", "je", "j", "nous", "аз", "ние", "io"])
_AT = frozenset(["по", "at", "on", "auf", "su", "per", "por", "a", "à", "з", "за", "na", "op", "z", "из", "sur"])
"""Begin "at the initiative of", which needs no "call" beside it in a short sentence."""

_SENDERS = frozenset(["from", "by", "von", "vom", "de", "du", "del", "d", "da", "dal", "di", "от", "від", "of"])
_RECIPIENTS = frozenset(["to", "an", "à", "a", "al", "au", "на", "для", "for", "für", "con", "con el"])

_SIDE_OF = {"P": "russia", "T": "united-states"}


def initiators(evidence: Evidence, spoken: list[tuple[Voice, ...]], content: list[Told]) -> list[SuggestedClaim]:
    """Return the claims on who sought the contact: one for each side that says so, the outlet's own where no side does."""
    reading = evidence.reading
    main = {item.sentence for item in evidence.main}
    others = {item.sentence for item in evidence.theirs if item.whens and another_day(evidence, item)} - main
    found: dict[tuple[str, str], SuggestedClaim] = {}
    for number, sentence in enumerate(reading.sentences):
        if reading.is_title(number) or sentence.heading or number in others:
            continue
        if content[number].verb == "background" and number not in main:
            continue
        voices = spoken[number]
        if any(voice.speaker in (OUTSIDE, THIRD) and voice.own for voice in voices):
            continue
        first, last = reading.span(number)
        for start, end, side in [
            *_by_sending(evidence, number, first, last),
            *_by_initiative(evidence, first, last),
            *_by_ringing(reading, voices, first, last),
        ]:
            voice = voice_at(reading, voices, start)
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
    if evidence.kind in ("letter", "message") and found:
        one = next(iter(found))[0]  # a letter has one sender: whom the text names first
        found = {key: claim for key, claim in found.items() if key[0] == one}
    sided = {side for side, speaker in found if speaker != PRESS}
    return [claim for (side, speaker), claim in found.items() if speaker != PRESS or side not in sided]


def _by_sending(evidence: Evidence, number: int, first: int, last: int) -> list[tuple[int, int, str]]:
    """Who sent the letter or the message that the text is about."""
    reading = evidence.reading
    if evidence.kind not in ("letter", "message"):
        return []
    for item in evidence.main:
        if item.sentence != number or item.kind not in ("letter", "message"):
            continue
        names = _names(reading, max(first, item.start - 16), min(last, item.end + 12))
        for at, who in names:
            role = _role(reading, at, first, after=at >= item.end)
            if role:
                sender = who if role == "sender" else {"P": "T", "T": "P"}[who]
                return [(min(at, item.start), max(at + 1, item.end), _SIDE_OF[sender])]
        sending = reading.any_within(("sent", "initiative.sent"), first, last)
        if sending:
            ahead = [name for name in names if name[0] < sending[0].start]
            if ahead:
                return [(ahead[-1][0], sending[0].end, _SIDE_OF[ahead[-1][1]])]
    return []


def sender(evidence: Evidence) -> str:
    """Return the side that sent the letter or message a text is about, "" when it does not say or is about none."""
    for item in evidence.main:
        found = _by_sending(evidence, item.sentence, *evidence.reading.span(item.sentence))
        if found:
            return found[0][2]
    return ""


def _role(reading: Reading, at: int, first: int, *, after: bool) -> str:
    """Whether a principal is named as the sender or as the receiver, by the small word before him or by his case."""
    printed = reading.text[reading.starts[at] : reading.ends[at]].lower()
    word = reading.words[at]
    if reading.language == "en" and not after and printed.endswith(("'s", "’s")):
        return "sender"
    if reading.language in ("ru", "uk", "bg"):
        if word in ("путину", "трампу", "путіну", "путінові", "трампові"):
            return "recipient"
        if word in ("путиным", "трампом", "путіним") or (after and word in ("путина", "трампа", "путіна")):
            return "sender"
    if reading.language == "tr" and "'" in printed.replace("’", "'"):
        ending = printed.replace("’", "'").split("'")[1]
        if ending[:1] in ("d", "t") and len(ending) >= 3:
            return "sender"
        return "recipient" if ending in ("a", "e", "ya", "ye") else ""
    for word in reversed(reading.words[max(first, at - 4) : at]):
        if word in _RECIPIENTS:
            return "recipient"
        if word in _SENDERS and after:
            return "sender"
    return ""


def _by_initiative(evidence: Evidence, first: int, last: int) -> list[tuple[int, int, str]]:
    reading = evidence.reading
    written = evidence.kind in ("letter", "message")
    both = reading.within("initiative.both", first, last)
    if both:
        return [(both[0].start, both[0].end, "both")]
    for label in ("initiative.by", "initiative.of", "initiative"):
        for hit in reading.within(label, first, last):
            # a bare "initiative" may be a plan: the call must stand right beside it
            low, high = (hit.start - 5, hit.end + 5) if label == "initiative" else (hit.start - 30, hit.end + 22)
            kinds = _SOUGHT if label == "initiative" else _TALKS
            talk = reading.any_within(kinds, max(first, low), min(last, high))
            short = label == "initiative.by" and (
                (hit.end - hit.start > 1 and last - first < 24 and reading.words[hit.start] in _AT) or last - first < 14
            )
            before = reading.words[hit.start - 2] if hit.start - 2 >= first else ""
            short = short or (label == "initiative" and before in ("at", "on") and reading.language == "en")  # "at Washington's initiative"
            met = label == "initiative.of" and hit.end - hit.start > 1 and {who for _, who in _names(reading, first, last)} == {"P", "T"}
            if not (talk or short or met or (written and label == "initiative.of")):
                continue
            choice = _whose(reading, hit, label, first, last)
            if choice is not None:
                return [(min(choice[0], hit.start), max(choice[1], hit.end), choice[2])]
    return []


def _whose(reading: Reading, hit: Hit, label: str, first: int, last: int) -> tuple[int, int, str] | None:
    """The side to which the words of initiative belong: behind "by", before "asked for the call", right beside the bare noun."""
    behind = _side(reading, hit.end, min(last, hit.end + _BEHIND))
    ahead = _side(reading, max(first, hit.start - _AHEAD), hit.start, nearest_last=True)
    if reading.language == "tr":
        return _side(reading, hit.start, hit.end) or ahead or behind
    if label == "initiative.by":
        if ahead is not None and hit.start - ahead[1] <= 1 and _no_comma(reading, ahead[1], hit.start) and behind is None:
            return ahead
        return behind
    if label == "initiative.of":
        told = reading.words[hit.end - 1] == "asked"  # "personally asked Putin": he was asked
        reach = 2 if hit.end < last and reading.words[hit.end] in _SENDERS else 1  # "a personal request from the US president"
        near = behind is not None and not told and behind[0] - hit.end <= reach and _no_comma(reading, hit.end, behind[0])
        return behind if near and (ahead is None or not _no_comma(reading, ahead[1], hit.start)) else ahead
    if ahead is not None and hit.start - ahead[1] <= 1 and _no_comma(reading, ahead[1], hit.start):
        return ahead
    if behind is not None and behind[0] - hit.end <= 3 and _no_comma(reading, hit.end, behind[0]):
        return behind
    return None


def _no_comma(reading: Reading, end: int, start: int) -> bool:
    return not any(sign in reading.text[reading.ends[end - 1] : reading.starts[start]] for sign in ",;:—")


def _side(reading: Reading, first: int, last: int, *, nearest_last: bool = False) -> tuple[int, int, str] | None:
    hits = [
        (hit.start, hit.end, side)
        for side, labels in _SIDES.items()
        for hit in reading.any_within(labels, first, last)
        if not _says_so(reading, hit)
    ]
    if not hits:
        return None
    return max(hits) if nearest_last else min(hits, key=lambda item: (item[0], -item[1]))


def _says_so(reading: Reading, hit: Hit) -> bool:
    """ "Según Moscú", "Kremlin'e göre": the side on whose word the sentence stands sought nothing by that."""
    ahead = [mark for mark in reading.within("accord", max(0, hit.start - 4), hit.start) if 0 <= hit.start - mark.end <= 1]
    return bool(ahead) if reading.language != "tr" else hit.end < len(reading.words) and reading.words[hit.end] == "göre"


def _by_ringing(reading: Reading, voices: tuple[Voice, ...], first: int, last: int) -> list[tuple[int, int, str]]:
    """ "X called Y": one principal before the verb (or, inverted, after it) and the other behind; "I" and "he" are who speaks."""
    reach = _RANG_REACH.get(reading.language, 6)
    for hit in reading.within("rang", first, last):
        if reading.any_within(("modal.future", "temporal"), max(first, hit.start - 4), hit.start) and not _gerund(reading, hit):
            continue
        after = _first_of(reading, hit.end, min(last, hit.end + reach))
        if after is not None and reading.language == "en" and _NO_OBJECT & set(reading.words[hit.end : after[0]]):
            continue
        before = _last_of(reading, max(first, hit.start - 14), hit.start)
        speaker = _speaking_principal(reading, voices, hit, first)
        caller: tuple[int, str] | None
        callee: tuple[int, str] | None
        if speaker is not None and after is not None and after[1] != speaker[1]:
            caller, callee = speaker, after
        elif after is not None and before is not None and before[1] != after[1]:
            if reading.language == "tr":
                continue
            caller, callee = before, after
        elif after is not None and _gerund(reading, hit):
            names = [name for name in _names(reading, first, last) if name[1] != after[1]]
            if not names:
                continue
            caller, callee = names[0], after
        elif reading.language == "de" and before is None and after is not None:
            second = _first_of(reading, after[0] + 1, min(last, hit.end + 12))
            if second is None or second[1] == after[1]:
                continue
            caller, callee = after, second
        elif reading.language in ("tr", "de") and before is not None and after is None:
            names = [name for name in _names(reading, max(first, before[0] - 14), before[0]) if name[1] != before[1]]
            if not names:
                continue
            caller, callee = names[-1], before
        elif before is not None and after is None and _objects(reading, hit, last):
            caller, callee = before, (hit.end, "")
        elif before is None and after is None and _objects(reading, hit, last) and voices and voices[-1].person in PRINCIPALS:
            other = "P" if voices[-1].person == "donald-trump" else "T"  # "he called me"
            caller, callee = (max(first, hit.start - 1), other), (hit.end, "")
        else:
            continue
        return [(min(caller[0], hit.start), max(callee[0], hit.end), _SIDE_OF[caller[1]])]
    return []


def _gerund(reading: Reading, hit: Hit) -> bool:
    """ "After calling Putin, Trump said …"."""
    return reading.words[hit.start] in ("calling", "phoning", "ringing", "telephoning", "позвонив")


def _speaking_principal(reading: Reading, voices: tuple[Voice, ...], hit: Hit, first: int) -> tuple[int, str] | None:
    """The principal for whom "I" or "he" right before the verb stands."""
    for at in range(max(first, hit.start - 2), hit.start):
        word = reading.words[at]
        if (word in _MYSELF or (word in PRONOUNS and word not in ("it", "es", "sie"))) and voices and voices[-1].person in PRINCIPALS:
            return at, "T" if voices[-1].person == "donald-trump" else "P"
    return None


def _objects(reading: Reading, hit: Hit, last: int) -> bool:
    """Whether "him" or "me" follows the verb, or it needs no object: "Putin rang to wish him …"."""
    if hit.end >= last:
        return False
    following = reading.words[hit.end]
    if reading.language == "ru":
        return reading.words[hit.start].startswith("позвонил") and following in {"чтобы", "ему", "мне", "и"}
    if reading.language == "en" and following == "to":
        return reading.words[hit.end - 1] in {"rang", "phoned", "telephoned", "called"}
    return following in _OBJECTS


def _names(reading: Reading, first: int, last: int) -> list[tuple[int, str]]:
    found = [(hit.end - 1, "P") for hit in reading.any_within(_PUTIN, first, last)]
    found += [(hit.end - 1, "T") for hit in reading.any_within(_TRUMP, first, last)]
    return sorted(found)


def _first_of(reading: Reading, first: int, last: int) -> tuple[int, str] | None:
    names = _names(reading, first, last)
    return names[0] if names else None


def _last_of(reading: Reading, first: int, last: int) -> tuple[int, str] | None:
    names = _names(reading, first, last)
    return names[-1] if names else None
