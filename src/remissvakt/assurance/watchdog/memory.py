"""What the watchdog remembers from round to round: in a small file of its own, since it cannot write in the database.

Nothing of a patient is in it. A file that is gone or cannot be read is an empty memory: what is wrong is then told of
once more, never less.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from remissvakt.storage.whole_file import put_whole

from .alarms import Alarm


@dataclass(slots=True)
class Memory:
    """`reached` is how far each lap over the referrals has come, `lap_ended` when the last whole one was done."""

    alarms: list[Alarm] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)  # lines for a mail that could not be sent
    reached: dict[str, UUID | None] = field(default_factory=dict)
    lap_ended: dict[str, datetime] = field(default_factory=dict)
    checked_at: dict[str, datetime] = field(default_factory=dict)  # by check of the whole database
    last_round: datetime | None = None
    last_success: datetime | None = None


def recall(path: Path) -> Memory:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return Memory(
            alarms=[Alarm(**one) for one in raw["alarms"]],
            untold=[str(line) for line in raw["untold"]],
            reached={name: UUID(value) if value else None for name, value in raw["reached"].items()},
            lap_ended=_instants(raw["lap_ended"]),
            checked_at=_instants(raw["checked_at"]),
            last_round=_instant(raw["last_round"]),
            last_success=_instant(raw["last_success"]),
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Memory()


def remember(memory: Memory, *, path: Path) -> None:
    text = json.dumps(asdict(memory), default=str, ensure_ascii=False)
    put_whole(path=path, content=text.encode())


def _instants(raw: dict[str, Any]) -> dict[str, datetime]:
    return {name: datetime.fromisoformat(value) for name, value in raw.items()}


def _instant(raw: str | None) -> datetime | None:
    return datetime.fromisoformat(raw) if raw else None
