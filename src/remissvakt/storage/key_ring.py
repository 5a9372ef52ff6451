"""The keys that files are encrypted with, as text and as values. Pure; where they come from is in keys.py.

One key a line, `name:base64`; the first is the current one, with which everything new is encrypted. A key that
stands without a name is called by its fingerprint.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

KEY_BYTES = 32
_NAME = re.compile(r"^[A-Za-z0-9-]{1,16}$")


@dataclass(frozen=True, kw_only=True)
class KeyRing:
    """All keys of an installation by name, newest first."""

    keys: Mapping[str, bytes]

    @property
    def current(self) -> str:
        return next(iter(self.keys))


def parse(text: str) -> KeyRing:
    """Read keys, one a line or separated by commas. Raises ValueError with a Swedish reason; it repeats no key."""
    keys: dict[str, bytes] = {}
    for line in text.replace(",", "\n").splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, colon, encoded = line.rpartition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            raise ValueError("en nyckel är inte skriven i base64") from None
        if len(key) != KEY_BYTES:
            raise ValueError(f"en nyckel ska vara {KEY_BYTES} byte, skrivna i base64")
        name = name if colon else fingerprint(key)
        if not _NAME.match(name):
            raise ValueError("en nyckels namn får ha 1–16 tecken: a–z, 0–9 och bindestreck")
        if name in keys:
            raise ValueError(f"nyckeln ”{name}” finns två gånger")
        keys[name] = key
    if not keys:
        raise ValueError("det finns ingen nyckel")
    return KeyRing(keys=keys)


def write(ring: KeyRing) -> str:
    """Return the text that `parse` reads."""
    return "".join(f"{name}:{base64.b64encode(key).decode()}\n" for name, key in ring.keys.items())


def with_new_key(*, ring: KeyRing | None, now: datetime) -> KeyRing:
    """Return the ring with a new current key, named after its day."""
    old = dict(ring.keys) if ring else {}
    day = f"{now:%Y-%m-%d}"
    name = next(name for name in (day, *(f"{day}-{count}" for count in range(2, 1000))) if name not in old)
    return KeyRing(keys={name: os.urandom(KEY_BYTES), **old})


def without(*, ring: KeyRing, name: str) -> KeyRing:
    """Return the ring without one of its older keys."""
    return KeyRing(keys={one: key for one, key in ring.keys.items() if one != name})


def fingerprint(key: bytes) -> str:
    """Return a short name for a key, that says nothing about it."""
    return hashlib.sha256(b"remissvakt file key\0" + key).hexdigest()[:8]
