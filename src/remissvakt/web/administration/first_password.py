"""A first password that can be read out and typed: made of syllables, used once, and then changed."""

from __future__ import annotations

import secrets

_CONSONANTS, _VOWELS = "bdfgjklmnprstv", "aeiouy"


def first_password() -> str:
    """Return something like "kavu-tisa-romy-4283": 51 bits, none of whose signs look alike."""
    syllables = ["".join(secrets.choice(letters) for letters in (_CONSONANTS, _VOWELS) * 2) for _ in range(3)]
    return "-".join([*syllables, "".join(secrets.choice("23456789") for _ in range(4))])
