"""Which lists are there, in which order, and what are they called? Pure.

Eight belong to a person (Mitt arbete); the unit has the same eight and six more (Vårt arbete). *Utan
ansvarig* is no node of the table: it is a look at all of them (`scope.unowned`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from remissvakt.referrals.states import PERSONAL_NODES, Node

UNOWNED = "unowned"


@dataclass(frozen=True, slots=True)
class WorkList:
    """One list: its place in addresses, its name, the letter after ``g``, and what it says when empty."""

    name: str  # a value of Node, or UNOWNED
    slug: str
    label: Any
    letter: str
    empty: Any


def _list(node: Node, slug: str, label: Any, letter: str, empty: Any) -> WorkList:
    return WorkList(name=node.value, slug=slug, label=label, letter=letter, empty=empty)


_LISTS = (
    _list(Node.SIGN, "att-signera", _("Att signera"), "s", _("Inget väntar på signering.")),
    _list(Node.ACKNOWLEDGE, "att-vidimera", _("Att vidimera"), "v", _("Alla svar är vidimerade.")),
    _list(Node.SEND, "att-skicka", _("Att skicka"), "k", _("Allt som är signerat är skickat.")),
    _list(Node.ANSWER, "att-besvara", _("Att besvara"), "a", _("Ingen remiss väntar på besked.")),
    _list(Node.COMPLETE, "att-fardigstalla", _("Att färdigställa"), "f", _("Inget ligger ofärdigt.")),
    _list(
        Node.CERTIFICATE,
        "webcert",
        _("Fråga/svar via Webcert"),
        "w",
        _("Inga intyg har frågor eller svar att hantera."),
    ),
    _list(Node.QUESTION, "fragor", _("Fråga/Svar"), "r", _("Inga frågor väntar.")),
    _list(Node.WATCH, "att-bevaka", _("Att bevaka"), "b", _("Ingen skickad remiss väntar på svar.")),
    _list(
        Node.INBOX,
        "inkorg",
        _("Inkorg konsultationsärenden"),
        "i",
        _("Inkorgen är tom: allt som har kommit är besvarat."),
    ),
    _list(Node.TRANSCRIBE, "att-skriva-ut", _("Att skriva ut"), "u", _("Inga diktat väntar på utskrift.")),
    _list(Node.UNLINKED, "okopplade", _("Okopplade"), "o", _("Alla papper är kopplade till sin remiss.")),
    _list(Node.FAILED, "leveransfel", _("Leveransfel"), "l", _("Allt som har skickats har kommit fram.")),
    _list(
        Node.INFORM,
        "att-informera",
        _("Att informera patient"),
        "p",
        _("Alla patienter har fått besked."),
    ),
    WorkList(
        name=UNOWNED,
        slug="utan-ansvarig",
        label=_("Utan ansvarig"),
        letter="n",
        empty=_("Allt arbete har en ansvarig som är på plats."),
    ),
)
BY_NAME: dict[str, WorkList] = {one.name: one for one in _LISTS}
MY_LISTS: tuple[WorkList, ...] = tuple(BY_NAME[node.value] for node in PERSONAL_NODES)
# What the unit does together first; then what belongs to persons.
OUR_LISTS: tuple[WorkList, ...] = tuple(
    BY_NAME[name]
    for name in (
        Node.INBOX.value,
        Node.TRANSCRIBE.value,
        *(node.value for node in PERSONAL_NODES),
        Node.INFORM.value,
        Node.UNLINKED.value,
        Node.FAILED.value,
        UNOWNED,
    )
)
MY_BY_SLUG: dict[str, WorkList] = {one.slug: one for one in MY_LISTS}
OUR_BY_SLUG: dict[str, WorkList] = {one.slug: one for one in OUR_LISTS}
