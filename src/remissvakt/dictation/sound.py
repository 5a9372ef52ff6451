"""Which stored files are the sound of recordings: their parts as they came, what was made of them, and the whole."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from remissvakt.storage.models import StoredFile

from .models import Part, Recording, RecordingState, Take

# The rows that may go on referring to a file that is erased.
ERASED: Mapping[type[Model], Q] = {
    Recording: Q(state=RecordingState.ERASED),
    Take: Q(recording__state=RecordingState.ERASED),
    Part: Q(take__recording__state=RecordingState.ERASED),
}


def sound_of(recordings: QuerySet[Recording]) -> QuerySet[StoredFile]:
    """Return the files that hold what was said in these recordings."""
    return StoredFile.objects.filter(
        Exists(recordings.filter(whole=OuterRef("sha256")))
        | Exists(Take.objects.filter(recording__in=recordings, sound=OuterRef("sha256")))
        | Exists(Part.objects.filter(take__recording__in=recordings, file=OuterRef("sha256")))
    )
