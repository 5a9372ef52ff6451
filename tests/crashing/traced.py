"""What strace saw of a service: was everything that it had written on the disk when an answer left?

The lines are those of `strace -f -y -s 24`, which names the file of each descriptor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

CALLS = "pwrite64,write,writev,sendto,sendmsg,fsync,fdatasync,unlink,unlinkat"
STRACE = ("strace", "-f", "-y", "-s", "24", "-e", f"trace={CALLS}", "-o")
_LINE = re.compile(r"(\d+) +(?:<\.\.\. )?(\w+)(.*)")
_FILE = re.compile(r"\(\d+<([^>]*)>")
_NAMED = re.compile(r'"([^"]+)"')


@dataclass(slots=True)
class Seen:
    """Answers of 302, synchronisations before them, and what each found that was not yet on the disk."""

    database: str
    answers: int = 0
    syncs: int = 0
    early: list[str] = field(default_factory=list)
    unsynced: set[str] = field(default_factory=set)
    _begun: dict[str, str] = field(default_factory=dict)

    def line(self, text: str) -> None:
        match = _LINE.match(text)
        if match is None:
            return
        process, call, rest = match.groups()
        if "resumed>" in rest:
            rest = self._begun.pop(process, "") + rest
        elif "<unfinished" in rest:
            self._begun[process] = rest
            if call in ("fsync", "fdatasync"):
                return  # on the disk when it has returned, and not before
        self._call(call, rest)

    def _call(self, call: str, rest: str) -> None:
        file = _FILE.match(rest)
        path = file[1] if file else ""
        if call in ("fsync", "fdatasync"):
            self.syncs += path.startswith(str(Path(self.database).parent))
            self.unsynced.discard(path)
        elif call.startswith("unlink"):
            named = _NAMED.search(rest)
            if named and named[1].startswith(self.database):
                # A journal that is away commits: its absence has to be on the disk too.
                self.unsynced.discard(named[1])
                self.unsynced.add(str(Path(self.database).parent))
        elif path in (self.database, f"{self.database}-journal", f"{self.database}-wal"):
            self.unsynced.add(path)
        elif "HTTP/1.1 302" in rest and "resumed>" not in rest:
            self.answers += 1
            self.early += [
                f"answer {self.answers}: {one} was not on the disk" for one in sorted(self.unsynced)
            ]


def seen(lines: Iterable[str], *, database: str) -> Seen:
    """Read a trace of one client's requests, which came one after the other."""
    found = Seen(database)
    for text in lines:
        found.line(text)
    return found
