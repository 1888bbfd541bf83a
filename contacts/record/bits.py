"""Sets of small numbers as Python integers, a bit a member: an intersection and its size cost microseconds."""

from collections.abc import Iterable, Iterator

_PLACES = [[place for place in range(8) if byte >> place & 1] for byte in range(256)]
"""Which bits are set in each byte."""


def bits_of(numbers: Iterable[int]) -> int:
    """Return the set with these members."""
    members = list(numbers)
    if not members:
        return 0
    row = bytearray(max(members) // 8 + 1)
    for number in members:
        row[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(row, "little")


def members_of(bits: int) -> Iterator[int]:
    """Yield the members of a set, smallest first."""
    for position, byte in enumerate(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        if byte:
            for place in _PLACES[byte]:
                yield position * 8 + place


def largest(bits: int, count: int) -> list[int]:
    """Return the `count` largest members, largest first; fewer if there are fewer."""
    found: list[int] = []
    while bits and len(found) < count:
        top = bits.bit_length() - 1
        found.append(top)
        bits ^= 1 << top
    return found


def smallest(bits: int, count: int) -> list[int]:
    """Return the `count` smallest members, smallest first; fewer if there are fewer."""
    found: list[int] = []
    while bits and len(found) < count:
        low = bits & -bits
        found.append(low.bit_length() - 1)
        bits ^= low
    return found
