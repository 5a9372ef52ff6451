"""A text begins as speech, and becomes text: the facts of both ends of a dictation (A.1, B.3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from remissvakt.core.ids import new_id
from remissvakt.core.refusal import Refusal
from remissvakt.core.texts import clean_line
from remissvakt.dictation.models import Dictation, Recording, RecordingKind, UnclearSpot
from remissvakt.dictation.recordings import new_recording

from ..change import Changing


def put_dictation(
    doing: Changing,
    *,
    kind: RecordingKind,
    unit_id: UUID,
    author_id: UUID,
    place: str = "",
    recording_id: UUID | None = None,
) -> Dictation:
    """Add a text's dictation: spoken elsewhere, at `place`, or here, in a recording that begins with it.

    `recording_id` is drawn by the door; a form sent twice is refused by it.
    """
    recording = None
    if recording_id is not None:
        recording = doing.loop.add(
            new_recording(
                recording_id=recording_id,
                unit_id=unit_id,
                patient_id=doing.referral.patient_id,
                kind=kind,
                author_id=author_id,
                now=doing.now,
            )
        )
    return add_dictation(doing, author_id=author_id, place=place, recording=recording, at=doing.now)


def add_dictation(
    doing: Changing, *, author_id: UUID, place: str, recording: Recording | None, at: datetime
) -> Dictation:
    """The row that ties a text to its speech."""
    dictation = doing.loop.add(
        Dictation(
            id=new_id(now=doing.now),
            place=clean_line(place, max_length=200, field="dictation_place"),
            recording=recording,
            dictated_at=at,
            dictated_by_id=author_id,
        )
    )
    doing.loop.event("dictated", side="own", here=recording is not None)
    return dictation


def put_typed(doing: Changing, dictation: Dictation, *, read_through: bool) -> None:
    """The facts of a dictation that has become text."""
    loop, now, person_id = doing.loop, doing.now, doing.actor.person_id
    if dictation.machine_draft and dictation.read_through_at is None:
        if not read_through:
            raise Refusal(
                "machine_text_unread",
                _("Texten är maskinskriven. Läs igenom den mot ljudet, och kryssa för att det är gjort."),
                field="read_through",
            )
        loop.set(dictation, read_through_at=now, read_through_by_id=person_id)
        for spot in UnclearSpot.objects.filter(dictation=dictation, marked_by=None, settled_at=None):
            loop.set(spot, settled_at=now, settled_by_id=person_id)
    loop.set(dictation, transcribed_at=now, transcribed_by_id=person_id, taken_at=None, taken_by_id=None)
    loop.event(
        "transcribed",
        side="own",
        reply=doing.reply.id if doing.reply else None,
        letter=doing.letter.id if doing.letter else None,
    )
