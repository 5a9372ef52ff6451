"""In which order are pieces of takes heard? Pure.

Nothing is thrown away: what is spoken over stays in its take. Pieces of one take always keep their order, so that
each take can be decoded once, from its beginning to its end.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol


class Cut(NamedTuple):
    """A piece of a take, in milliseconds of that take; without an end it goes on for as long as the take."""

    take: int
    from_ms: int
    to_ms: int | None

    @property
    def length_ms(self) -> int | None:
        return None if self.to_ms is None else self.to_ms - self.from_ms


Cuts = tuple[Cut, ...]


class Placed(Protocol):
    """The part of a take that says where it was spoken (`dictation.models.Take`)."""

    @property
    def number(self) -> int: ...
    @property
    def at_ms(self) -> int | None: ...
    @property
    def overwrites(self) -> bool: ...
    @property
    def duration_ms(self) -> int | None: ...


def cuts_of(takes: Iterable[Placed]) -> Cuts:
    """What is heard after all these takes, spoken in the order of their numbers."""
    cuts: Cuts = ()
    for take in sorted(takes, key=lambda one: one.number):
        if take.duration_ms == 0:
            continue
        place = overwrite if take.overwrites else insert
        cuts = place(cuts, at_ms=take.at_ms, take=take.number, length_ms=take.duration_ms)
    return cuts


def insert(cuts: Cuts, *, at_ms: int | None, take: int, length_ms: int | None) -> Cuts:
    """A take spoken in between; what comes after is heard later. `at_ms` None, or past the end: at the end."""
    before, after = _split(cuts, at_ms)
    return (*before, Cut(take, 0, length_ms), *after)


def overwrite(cuts: Cuts, *, at_ms: int | None, take: int, length_ms: int | None) -> Cuts:
    """A take spoken instead of as much as it is long; the rest is heard when it was."""
    before, rest = _split(cuts, at_ms)
    after = _split(rest, length_ms)[1]
    return (*before, Cut(take, 0, length_ms), *after)


def length_ms(cuts: Cuts) -> int | None:
    """How long it all is; None while a piece is as long as a take that nobody has measured."""
    lengths = [cut.length_ms for cut in cuts]
    return None if None in lengths else sum(length for length in lengths if length is not None)


def _split(cuts: Cuts, at_ms: int | None) -> tuple[Cuts, Cuts]:
    """The pieces before a position and those after it; the piece that it lies in becomes two."""
    if at_ms is None:
        return cuts, ()
    left = at_ms
    for index, cut in enumerate(cuts):
        if cut.to_ms is not None and left >= cut.to_ms - cut.from_ms:
            left -= cut.to_ms - cut.from_ms
            continue
        if left == 0:
            return cuts[:index], cuts[index:]
        middle = cut.from_ms + left
        return (*cuts[:index], cut._replace(to_ms=middle)), (cut._replace(from_ms=middle), *cuts[index + 1 :])
    return cuts, ()
