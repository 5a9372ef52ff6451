"""How a unit writes its letters: letterhead, address window, language, footer, addresses. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# Skatteverket forwards post to persons with skyddad folkbokföring or sekretessmarkering from this address.
SKATTEVERKET = ("Skatteverket", "Box 2820", "403 20 Göteborg")

Envelope = Literal["C5", "C4"]
Side = Literal["right", "left"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Everything that a unit decides about its letters; each has a default that works.

    `letterhead` stands at the top of the first page, the first line larger; `return_address` small above the
    receiver in the window (never to a patient, where it would tell of the clinic); `protected_route` is where post
    to a protected patient is sent.
    """

    letterhead: tuple[str, ...]
    envelope: Envelope = "C5"
    side: Side = "right"
    language: str = "sv"
    phone: str = ""
    hours: str = ""
    return_address: str = ""
    footer: str = ""
    protected_route: tuple[str, ...] = SKATTEVERKET
