"""What a check says when something does not hold. Never with a patient's data in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`subject` names the thing by its code or id, for the one who is to look; `text` says what is wrong."""

    invariant: str
    subject: str
    text: str
