"""What is a file from outside called? One short line, without a path, and without what may be a patient's number."""

from __future__ import annotations

import re

from remissvakt.core.texts import clean_line

_LONGEST = 120
# Digits that may be a number or a birth date, however they are parted: "191212-1212", "19 12 12 1212", "1912_12".
_NUMBER = re.compile(r"[0-9](?:[ _.+-]?[0-9]){5,}(?:[ _.+-]?[A-Za-z]{1,2}[0-9]{2,3})?")


def shown_name(name: str) -> str:
    """The name as it is kept and shown; "" for one that says nothing."""
    last = re.split(r"[/\\]", name.replace("\0", ""))[-1].strip(". ")
    stem, dot, ending = last.rpartition(".")
    if not dot or len(ending) > 5:
        stem, dot, ending = last, "", ""
    masked = _NUMBER.sub(lambda found: re.sub(r"[0-9A-Za-z]", "•", found[0]), stem)
    masked = clean_line(masked[:1000], max_length=1000, field="file")
    if len(masked) > _LONGEST:
        masked = masked[: _LONGEST - 1] + "…"
    return clean_line(f"{masked}{dot}{ending}" if masked else "", max_length=200, field="file")
