"""How the blocks of many walks stand in one text: a walk that begins as a former one says so, and then what is new.

A walk's line reads "name", or "name: as other, 5 acts, then".
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from pathlib import Path

_HEAD = re.compile(r"^(\S+)(?:: as (\S+), (\d+) acts?, then)?$")


def written(walks: Mapping[str, list[str]]) -> str:
    """The text of all walks, in their order."""
    before: dict[str, list[str]] = {}
    lines: list[str] = []
    for name, blocks in walks.items():
        like, many = "", 0
        for other, theirs in before.items():
            same = _same(blocks, theirs)
            if same > many:
                like, many = other, same
        lines += [
            f"{name}: as {like}, {many} act{'s' if many > 1 else ''}, then" if like else name,
            *blocks[many:],
        ]
        before[name] = blocks
    return "\n".join(lines) + "\n"


def _same(one: list[str], other: list[str]) -> int:
    return next(
        (at for at, two in enumerate(zip(one, other, strict=False)) if two[0] != two[1]),
        min(len(one), len(other)),
    )


def read(path: Path) -> dict[str, list[str]]:
    """The blocks of each walk, whole."""
    found: dict[str, list[str]] = {}
    blocks: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        if not line.startswith("  "):
            head = _HEAD.match(line)
            assert head, line
            name, like, many = head.groups()
            blocks = found[name] = list(found[like][: int(many)]) if like else []
        elif line.startswith("    "):
            blocks[-1] += f"\n{line}"
        else:
            blocks.append(line)
    return found


def otherwise(wanted: list[str], found: list[str]) -> str:
    """What is no longer as the table says, as a difference of lines; empty where all is."""
    lines = difflib.unified_diff(
        "\n".join(wanted).splitlines(), "\n".join(found).splitlines(), "the table", "now", n=1, lineterm=""
    )
    return "\n".join(lines)
