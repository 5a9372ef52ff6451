"""Whose recording is it, and may it still be changed? Called with the row locked, by every act on a recording."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import NotFound, Refusal, Stale
from remissvakt.organisations.actors import Actor

from .models import Part, Recording, RecordingState, Take

_NODE = "complete"  # what is not finished lies in the author's Att färdigställa, and is lent with it (C.3)
STILL_SPOKEN = frozenset({RecordingState.OPEN, RecordingState.FAULTY})


def is_own(recording: Recording, *, actor: Actor) -> bool:
    """Whether the actor is its author, or has the author's Att färdigställa lent to them."""
    return recording.author_id in (actor.person_id, *(a for a, node in actor.stands_in if node == _NODE))


def own_recording(*, recording_id: UUID, actor: Actor, lock: bool = True) -> Recording:
    """Return a recording that the actor may speak in, locked until the transaction ends.

    Raises NotFound outside the unit, Refusal "not_your_dictation" for a colleague's.
    """
    rows = Recording.objects.select_for_update() if lock else Recording.objects.all()
    recording = rows.filter(id=recording_id, unit_id__in=actor.unit_ids).first()
    if recording is None:
        raise NotFound
    if not is_own(recording, actor=actor):
        raise Refusal("not_your_dictation", _("Bara den som dikterar kan ändra i inspelningen."))
    if recording.state == RecordingState.ERASED:
        raise Refusal("recording_erased", _("Ljudet är gallrat."))
    return recording


def require_still_spoken(recording: Recording) -> None:
    """Raise Refusal "recording_finished" after Klar: it must be opened again first."""
    if recording.state not in STILL_SPOKEN:
        raise Refusal(
            "recording_finished",
            _("Diktatet är lämnat till utskrift. Öppna det igen för att ändra."),
        )


def require_seen(recording: Recording, *, version: int | None) -> None:
    """Raise Stale if somebody, perhaps oneself on another device, has changed it since."""
    if version is not None and recording.version != version:
        raise Stale("recording_changed", _("Diktatet har ändrats på en annan enhet. Läs det nya läget."))


def missing_parts(takes: list[Take]) -> dict[int, list[int]]:
    """Which parts of which takes are not stored, both counted from 1, though the browser has told of them."""
    stored: dict[UUID, set[int]] = {take.id: set() for take in takes}
    for take_id, number in Part.objects.filter(take__in=takes).values_list("take_id", "number"):
        stored[take_id].add(number)
    found = {}
    for take in takes:
        there = stored[take.id]
        expected = take.parts_expected if take.parts_expected is not None else max(there, default=-1) + 1
        missing = [number + 1 for number in range(expected) if number not in there]
        if missing:
            found[take.number + 1] = missing
    return found
