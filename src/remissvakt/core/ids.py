"""Which identifiers do our own rows have? UUIDv7 (RFC 9562): time first, then chance.

Their order is the order of creation, also within one millisecond. Random bits come from the operating
system, unless ``seeded_ids`` makes them repeatable (the demo region, tests).
"""

import random
import re
import secrets
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_TIME_BITS, _RANDOM_BITS = 48, 74
_CANONICAL = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


class _Source:
    """Random bits, and the last identifier made of them."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self._lock = threading.Lock()
        self._last = (-1, 0)

    def tail(self, millisecond: int) -> int:
        """Return 74 bits, greater than the ones before if the millisecond is the same (RFC 9562, 6.2)."""
        with self._lock:
            last_millisecond, last_tail = self._last
            if millisecond == last_millisecond:
                tail = last_tail + 1 + self.chance.getrandbits(32)
            else:
                # The uppermost bit starts clear, which leaves room for 2**41 identifiers in a millisecond.
                tail = self.chance.getrandbits(_RANDOM_BITS - 1)
            self._last = (millisecond, tail)
            return tail


_SYSTEM = _Source(secrets.SystemRandom())
_source: ContextVar[_Source] = ContextVar("identifier_source", default=_SYSTEM)


def new_id(*, now: datetime) -> uuid.UUID:
    """Return a new UUIDv7 of the aware instant ``now``. Raises ValueError if it is naive or before 1970."""
    if now.tzinfo is None:
        raise ValueError("now must be aware")
    millisecond = (now - _EPOCH) // _MILLISECOND
    if not 0 <= millisecond < 1 << _TIME_BITS:
        raise ValueError("now lies outside what an identifier can hold")
    tail = _source.get().tail(millisecond)
    high, low = tail >> 62, tail & ((1 << 62) - 1)
    return uuid.UUID(int=millisecond << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def first_id(*, at: datetime) -> uuid.UUID:
    """Return the least identifier that can have been made at ``at`` or after it: what was made before is less."""
    return uuid.UUID(int=(at - _EPOCH) // _MILLISECOND << 80 | 0x7 << 76 | 0b10 << 62)


def parse_id(text: str | None) -> uuid.UUID | None:
    """Return the identifier that a text is, or None. Only the usual form, 8-4-4-4-12, is read."""
    if text is None or not _CANONICAL.fullmatch(text):
        return None
    return uuid.UUID(text)


def chance() -> random.Random:
    """Return the present source of random values, for other identifiers that are to follow the seed."""
    return _source.get().chance


@contextmanager
def seeded_ids(seed: int | str) -> Iterator[None]:
    """Make the identifiers made within repeatable: the same seed and instants give the same identifiers.

    It holds for the present thread (context) alone. The result is predictable: never use it for real work.
    """
    token = _source.set(_Source(random.Random(seed)))  # noqa: S311 - repeatable on purpose
    try:
        yield
    finally:
        _source.reset(token)
