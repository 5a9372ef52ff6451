"""Makes drafts of recordings that are ready, one at a time. A step of the worker; nothing waits for it.

A draft is no text yet: it is put into one when somebody takes the dictation, and marked there until it is read through.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db.models import F, Q

from remissvakt.dictation.models import Recording, RecordingState
from remissvakt.sandbox.rate import RATE

from .engine import Engine, Word, engine_of
from .sound import samples_of

LEASE = timedelta(hours=2)
MOST_ATTEMPTS = 6
UNSURE = 0.6  # a word below it is an unclear spot
MOST_DOUBTS = 200
LONGEST_DRAFT = 60_000

log = structlog.get_logger(__name__)


def work(*, now: datetime) -> bool:
    """Make one draft; False when no engine is set, or nothing waits."""
    engine = engine_of(settings.REMISSVAKT_SPEECH_ENGINE)
    return engine is not None and draft_one(engine=engine, now=now)


def draft_one(*, engine: Engine, now: datetime) -> bool:
    """Take the longest waiting recording, with a lease: a worker that dies leaves it free again."""
    recording = _taken(now)
    if recording is None:
        return False
    try:
        words = list(engine.recognise(sound=samples_of(recording), rate=RATE, language="sv"))
    except Exception as error:  # an engine is somebody else's code, and a draft is only a help
        log.warning("draft_failed", recording=str(recording.id), error=type(error).__name__)
        words = []
    text, doubts = text_of(words)
    Recording.objects.filter(id=recording.id, version=recording.version, draft_at=None).update(
        draft=text, draft_doubts=doubts, draft_engine=engine.name[:60], draft_at=now, taken_until=None
    )
    return True


def text_of(words: Iterable[Word]) -> tuple[str, list[tuple[int, str]]]:
    """The words as one text, and the places of which the engine was unsure: [(at ms, word), …]."""
    heard = [word for word in words if word.text.strip()]
    doubts = [(max(word.start_ms, 0), word.text.strip()) for word in heard if word.confidence < UNSURE]
    return " ".join(word.text.strip() for word in heard)[:LONGEST_DRAFT], doubts[:MOST_DOUBTS]


def _taken(now: datetime) -> Recording | None:
    waiting = Recording.objects.filter(
        Q(taken_until=None) | Q(taken_until__lt=now),
        state=RecordingState.READY,
        draft_at=None,
        attempts__lte=MOST_ATTEMPTS,
        dictations__transcribed_at=None,
    )
    for recording in waiting.order_by("finished_at", "id").distinct()[:10]:
        # Another worker may have been first: exactly one row changes for exactly one of them.
        free = Q(taken_until=None) | Q(taken_until__lt=now)
        if Recording.objects.filter(free, id=recording.id, version=recording.version, draft_at=None).update(
            taken_until=now + LEASE, attempts=F("attempts") + 1
        ):
            return recording
    return None
