"""What do the words of other systems mean: directions, statuses, protection?"""

from __future__ import annotations

import re
from enum import StrEnum

from remissvakt.core.typed import plain


class Direction(StrEnum):
    OUT = "out"
    IN = "in"
    OWN_REQUEST = "own_request"


class Status(StrEnum):
    """Where a referral stands in the other system."""

    NEW = "new"  # sent, or not assessed
    GOING = "going"  # being worked at the receiver
    CONFIRMED = "confirmed"
    DRAFT = "draft"  # not sent
    REFUSED = "refused"  # turned down, and nothing done instead yet
    FORWARDED = "forwarded"
    ENDED = "ended"


def _words(text: str) -> frozenset[str]:
    return frozenset(_folded(word) for word in text.split(";"))


def _folded(word: str) -> str:
    return re.sub(r"[^0-9a-zåäöéü]", "", plain(word))


_DIRECTIONS = {
    Direction.OUT: _words("utgående;ut;utg;u;utgående remiss;utremiss;skickad remiss"),
    Direction.IN: _words(
        "inkommande;in;ink;i;inkommen;inkommande remiss;inremiss;konsultationsärende;mottagen remiss"
    ),
    Direction.OWN_REQUEST: _words("egen vårdbegäran;vårdbegäran;egenremiss;egen remiss;egen anmälan"),
}
_BOTH = {
    Status.CONFIRMED: _words(
        "bekräftad;remissbekräftelse;bekräftelse skickad;bekräftelse mottagen;accepterad"
    ),
    Status.DRAFT: _words("utkast;ej skickad;osänd;ej signerad;osignerad;signerad;vidimering saknas;dikterad"),
    Status.ENDED: _words(
        "avslutad;stängd;klar;färdig;besvarad;slutbesvarad;svar;slutsvar;svarad;svar mottaget;svar skickat;"
        "vidimerad;makulerad;annullerad;återkallad;borttagen;avbruten;inaktiv"
    ),
    Status.FORWARDED: _words("vidaresänd;vidareskickad;vidarebefordrad;vidareremitterad"),
    Status.REFUSED: _words("avvisad;returnerad;återsänd;retur;nekad;avslagen"),
}
_OUT = _BOTH | {
    Status.NEW: _words(
        "skickad;sänd;avsänd;skickat;levererad;mottagen;läst;öppen;aktiv;bevakas;obekräftad;ej bekräftad;"
        "väntar på bekräftelse;obesvarad;ej besvarad;ej bedömd"
    ),
    Status.CONFIRMED: _BOTH[Status.CONFIRMED]
    | _words(
        "väntar på svar;pågår;pågående;delsvar;delvis besvarad;preliminärsvar;väntelista;planerad;bokad"
    ),
}
_IN = _BOTH | {
    Status.NEW: _words(
        "ej bedömd;obedömd;ej påbörjad;ny;inkommen;ankommen;mottagen;registrerad;ankomstregistrerad;oläst;"
        "väntar på bedömning;öppen;skickad"
    ),
    Status.GOING: _words(
        "pågår;pågående;bedömd;under bedömning;antagen;aktiv;väntelista;planerad;bokad;kallad;obesvarad;"
        "delsvar;delvis besvarad;preliminärsvar;väntar på komplettering"
    ),
}
_PROTECTED = {
    "confidential": _words(
        "ja;j;1;x;sekretess;sekretessmarkering;sekretessmarkerad;skyddad;skyddade uppgifter"
    ),
    "protected_registration": _words("skyddad folkbokföring;kvarskrivning;kvarskriven;skyddad identitet"),
    "": _words("nej;n;0;-"),
}


def read_direction(text: str) -> Direction | None:
    """Return the direction that a word means, or None."""
    word = _folded(text)
    return next((one for one, words in _DIRECTIONS.items() if word in words), None)


def read_status(text: str, *, outgoing: bool) -> Status | None:
    """Return what a status means for that direction; empty is NEW, an unknown word None."""
    word = _folded(text)
    if not word:
        return Status.NEW
    return next((one for one, words in (_OUT if outgoing else _IN).items() if word in words), None)


def read_protection(text: str) -> str | None:
    """Return the patient's column that is to be marked, "" for none; None for an unknown word."""
    word = _folded(text)
    if not word:
        return ""
    return next((column for column, words in _PROTECTED.items() if word in words), None)
