"""What a copy says about itself: versions, what is in it, and the SHA-256 of every part.

`manifest.json` is written last and sealed with the SHA-256 of its own text; `SHA256SUMS` lists the parts as
`sha256sum -c` reads them.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from .contents import Contents
from .refusals import damaged

FORMAT = 1
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
_STORED = re.compile(r"files/([0-9a-f]{2})/([0-9a-f]{2})/([0-9a-f]{64})")


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """`began_at` is the recovery point: everything acknowledged before it is in the copy."""

    format: int
    product: str
    began_at: str
    ended_at: str
    engine: str
    engine_version: str
    contents: Contents
    files: int
    bytes: int
    files_elsewhere: str  # the address of the S3 bucket that holds them, if they are not in the copy
    files_missing: tuple[str, ...]  # named by the database, and already gone or cut off when it was copied
    key_names: tuple[str, ...]
    sums: str  # the SHA-256 of SHA256SUMS

    @property
    def began(self) -> datetime:
        return datetime.fromisoformat(self.began_at)


def write(manifest: Manifest, folder: Path) -> None:
    """Write it, sealed."""
    told = asdict(manifest)
    text = json.dumps(told | {"seal": _seal(told)}, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Read it back. Raises Refusal when it is missing, changed, or of a format that this version does not know."""
    try:
        told: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        seal = told.pop("seal")
        if told["format"] != FORMAT or seal != _seal(told):
            raise damaged(MANIFEST)
        return Manifest(
            **told
            | {
                "contents": Contents(**told["contents"]),
                "files_missing": tuple(told["files_missing"]),
                "key_names": tuple(told["key_names"]),
            }
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise damaged(MANIFEST) from None


def write_sums(sums: dict[str, str], folder: Path) -> str:
    """Write the list of parts; return its own SHA-256."""
    text = "".join(f"{digest}  {part}\n" for part, digest in sorted(sums.items())).encode()
    (folder / SUMS).write_bytes(text)
    return hashlib.sha256(text).hexdigest()


def read_sums(manifest: Manifest, folder: Path) -> dict[str, str]:
    """Read the list of parts. Raises Refusal unless it is the one that the manifest was written with."""
    try:
        text = (folder / SUMS).read_bytes()
    except OSError:
        raise damaged(SUMS) from None
    if hashlib.sha256(text).hexdigest() != manifest.sums:
        raise damaged(SUMS)
    return {part: digest for digest, part in (line.split("  ", 1) for line in text.decode().splitlines())}


def part_of(sha256: str) -> str:
    """Where a stored file lies in the copy: as it lies in its own folder."""
    return f"files/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def stored_file_of(part: str) -> str | None:
    """The stored file that a part is; None for the database."""
    found = _STORED.fullmatch(part)
    return found[3] if found and found[3].startswith(found[1] + found[2]) else None


def _seal(told: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
