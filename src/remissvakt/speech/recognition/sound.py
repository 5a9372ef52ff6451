"""The samples of a whole recording, decoded in the process apart and handed on as they come."""

from __future__ import annotations

from collections.abc import Iterator

from remissvakt.dictation.models import Recording
from remissvakt.sandbox.limits import MEBIBYTE
from remissvakt.sandbox.rate import RATE
from remissvakt.sandbox.run import Limits, run_apart
from remissvakt.storage import store

_BYTES_A_MS = RATE * 2 // 1000 + 1


def samples_of(recording: Recording) -> Iterator[bytes]:
    """Mono, 16 bits, RATE samples a second. Raises what the storage and the process apart raise."""
    assert recording.whole_id is not None  # the table's constraint: ready has a whole
    minutes = recording.duration_ms // 60_000 + 1
    frames = run_apart(
        task="samples",
        arguments={},
        contents=[store.chunks(sha256=recording.whole_id)],
        limits=Limits(
            memory=1024 * MEBIBYTE,
            cpu_seconds=20 + 10 * minutes,
            # Whoever listens is slower than whoever decodes.
            wall_seconds=600.0 + 600.0 * minutes,
            output_bytes=_BYTES_A_MS * (recording.duration_ms + 60_000) * 2,
            frame_bytes=MEBIBYTE,
        ),
    )
    for frame in frames:
        if frame.kind == "samples":
            yield frame.blob
