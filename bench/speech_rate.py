"""How many parts of speech are stored in a second, and how many minutes of it are put together in one?

    PYTHONPATH=src:tests python bench/speech_rate.py [minutes of speech, 10] [parts, 200]

On SQLite in a temporary folder here, not in memory, so that every fsync is a real one. Parts are stored one after the
other, as one page sends them. Putting together runs in the sandbox, with three insertions.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

MINUTES = int(sys.argv[1]) if len(sys.argv) > 1 else 10
PARTS = int(sys.argv[2]) if len(sys.argv) > 2 else 200
NOW = datetime(2026, 11, 17, 9, 15, tzinfo=UTC)
PART_BYTES = 12 * 1024  # two seconds at 48 kbit/s


def main() -> None:
    with tempfile.TemporaryDirectory(prefix=".speech-rate-", dir=".") as folder:
        os.environ["REMISSVAKT_DATA"] = folder
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder).absolute()}/bench.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "remissvakt.config.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        from factories import make_region

        region = make_region(now=NOW)
        store_parts(region)
        put_together(region)


def store_parts(region: object) -> None:
    from speaking import begin, begun, send

    recording = begun(region, now=NOW)
    take = begin(recording, actor=region.referrer, now=NOW)  # type: ignore[attr-defined]
    parts = [os.urandom(PART_BYTES) for _ in range(PARTS)]
    began = time.perf_counter()
    send(take, parts, actor=region.referrer, now=NOW, milliseconds=PARTS * 2_000)  # type: ignore[attr-defined]
    seconds = time.perf_counter() - began
    print(f"parts stored: {PARTS / seconds:.0f} a second ({seconds / PARTS * 1000:.1f} ms each)")


def put_together(region: object) -> None:
    from remissvakt.dictation.models import Recording
    from remissvakt.referrals.actions.speak import finish_speaking
    from remissvakt.speech.assemble import work
    from sounds import sound
    from speaking import begin, begun, parts_of, send, speak

    actor = region.referrer  # type: ignore[attr-defined]
    recording = begun(region, now=NOW)
    minute = sound("webm", [(300, 20.0), (0, 10.0), (500, 30.0)])
    for _ in range(MINUTES):
        take = begin(recording, actor=actor, now=NOW)
        send(take, parts_of(minute), actor=actor, now=NOW, milliseconds=60_000)
    for at in (10_000, 90_000, 200_000):
        speak(recording, [(800, 2.0)], actor=actor, now=NOW, at_ms=at)
    finish_speaking(recording_id=recording.id, version=None, actor=actor, now=NOW)
    began = time.perf_counter()
    assert work(now=NOW)
    seconds = time.perf_counter() - began
    cpu = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    row = Recording.objects.get(id=recording.id)
    minutes = row.duration_ms / 60_000
    print(
        f"put together: {minutes:.1f} min of speech in {seconds:.1f} s: {minutes / seconds:.1f} min a second;"
        f" {cpu / minutes:.2f} s of processor a minute; {row.whole.size / 1e6:.1f} MB"
    )


if __name__ == "__main__":
    main()
