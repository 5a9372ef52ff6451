"""How much may a child use? A number for each thing that a hostile file could ask too much of."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Self

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`memory` is address space, libraries and the contents themselves included.

    `wall_seconds` counts only while the parent waits for the child, and as `pipes` counts it: what the parent does with
    a result, and what else the machine does, is no fault of the file's.
    """

    memory: int = 1024 * MEBIBYTE
    cpu_seconds: int = 15
    wall_seconds: float = 20.0
    # So many for each result that has come, where that is more than `wall_seconds`.
    seconds_for_each_result: float = 0.0
    output_bytes: int = 256 * MEBIBYTE
    frame_bytes: int = 32 * MEBIBYTE
    threads: bool = False  # libraries for sound and video start some

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        return cls(**json.loads(text))
