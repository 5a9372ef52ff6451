"""How does any text become one that can be printed? Whatever somebody has typed or pasted must not break a letter."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from remissvakt.core.texts import clean_text

_UNBROKEN = re.compile(r"\S{36,}")
_PIECE = 12
_BREAK = "\u200b"  # a place where a line may break, with nothing to see
_NO_LIMIT = 10**9


def printable(text: str) -> str:
    """Return the text without control characters, and with places to break in words longer than a line."""
    cleaned = clean_text(text.replace("\t", "    "), max_length=_NO_LIMIT, field="text")
    return _UNBROKEN.sub(_breakable, cleaned)


def marked(text: str, missing: Collection[str]) -> str:
    """Return the text with every character of `missing` as its number, "[U+1F600]": seen, and not guessed at."""
    return "".join(f"[U+{ord(sign):04X}]" if sign in missing else sign for sign in text)


def every_text(value: Any, change: Callable[[str], str]) -> Any:
    """Return the same structure with each text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {name: every_text(one, change) for name, one in value.items()}
    return [every_text(one, change) for one in value] if isinstance(value, list | tuple) else value


def _breakable(found: re.Match[str]) -> str:
    word = found[0]
    return _BREAK.join(word[start : start + _PIECE] for start in range(0, len(word), _PIECE))
