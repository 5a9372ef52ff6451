"""Puts a file in place in one step: who reads it sees the old one or the new one, never half of it."""

from __future__ import annotations

import os
from pathlib import Path


def put_whole(*, path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write the file, on the disk before it has its name; its folder is made for the owner alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(file.fileno(), mode)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
