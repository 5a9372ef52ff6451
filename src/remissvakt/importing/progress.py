"""How far has a job come? Kept in a file of two numbers beside the data, readable by every process.

Not in the database: while a file is brought in, SQLite lets nobody else write, and PostgreSQL shows nobody
what the transaction has done so far. The file's age also tells whether anybody is still at work.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings

# A job that has said nothing for so long has lost its process (seconds). Writing 500 referrals takes one.
SILENT_AFTER = 120


def _path(job_id: UUID) -> Path:
    folder = Path(settings.REMISSVAKT_DATA) / "imports"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{job_id}.progress"


def tell(job_id: UUID, *, done: int, total: int) -> None:
    """Say how many of all lines are done; replaces what was said before in one step."""
    path = _path(job_id)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{job_id}-")
    with os.fdopen(handle, "w") as file:
        file.write(f"{done} {total}")
    Path(name).replace(path)


def read(job_id: UUID) -> tuple[int, int]:
    """Return (done, total); (0, 0) when nothing is known."""
    with suppress(OSError, ValueError):
        done, total = _path(job_id).read_text().split()
        return int(done), int(total)
    return 0, 0


def age(job_id: UUID, *, at: float) -> float | None:
    """Seconds since the job last said something, at the time `at` (as of time.time()); None if it never did."""
    with suppress(OSError):
        return at - _path(job_id).stat().st_mtime
    return None


def forget(job_id: UUID) -> None:
    _path(job_id).unlink(missing_ok=True)
