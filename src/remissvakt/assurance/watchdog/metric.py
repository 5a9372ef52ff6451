"""The watchdog's figures as a file in Prometheus' text format, for node_exporter's textfile collector."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

from remissvakt.storage.whole_file import put_whole

from ..checks import TITLES
from .alarms import OWN
from .look import ALL, OPEN
from .memory import Memory

PREFIX = "remissvakt_watchdog"


def write_metrics(*, path: Path, memory: Memory, referrals: int, seconds: float) -> None:
    """Put them in place in one step; anybody on the machine may read them, and nothing of a patient is in them."""
    text = metrics(memory=memory, referrals=referrals, seconds=seconds)
    put_whole(path=path, content=text.encode(), mode=0o644)


def metrics(*, memory: Memory, referrals: int, seconds: float) -> str:
    """The text. A time that there has not been is 0, so that "too long ago" is true of it."""
    counted = Counter(alarm.name for alarm in memory.alarms)
    rows = [(f'{{alarm="{name}"}}', float(counted[name])) for name in (*TITLES, *OWN)]
    lines = _lines("alarms", "Things that are wrong now, by alarm.", rows)
    single = {
        "last_round_timestamp_seconds": ("When a round was last ended.", _seconds(memory.last_round)),
        "last_success_timestamp_seconds": (
            "When a round last read what it should.",
            _seconds(memory.last_success),
        ),
        "round_seconds": ("How long the last round took.", seconds),
        "referrals_checked": ("Referrals looked at in the last round.", float(referrals)),
        "mail_waiting": ("Lines that no mail could be sent with.", float(len(memory.untold))),
    }
    for name, (meaning, value) in single.items():
        lines += _lines(name, meaning, [("", value)])
    laps = [(f'{{lap="{lap}"}}', _seconds(memory.lap_ended.get(lap))) for lap in (OPEN, ALL)]
    lines += _lines("lap_timestamp_seconds", "When every referral of a lap had last been looked at.", laps)
    return "\n".join(lines) + "\n"


def _lines(name: str, meaning: str, rows: list[tuple[str, float]]) -> list[str]:
    head = [f"# HELP {PREFIX}_{name} {meaning}", f"# TYPE {PREFIX}_{name} gauge"]
    return head + [f"{PREFIX}_{name}{labels} {value:.3f}" for labels, value in rows]


def _seconds(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0
