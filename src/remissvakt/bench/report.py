"""What was measured, as a table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Line:
    """One task with so many clients. Times in milliseconds; `processor` and `database` a request."""

    task: str
    clients: int
    requests: int
    per_second: float
    median: float
    p95: float
    p99: float
    processor: float
    database: float | None
    faults: int
    bare: float | None = None

    def as_row(self) -> str:
        cells = [
            self.task,
            str(self.clients),
            f"{self.median:.1f}",
            f"{self.p95:.1f}",
            f"{self.p99:.1f}",
            f"{self.per_second:.0f}",
            f"{self.processor:.1f}",
            "–" if self.database is None else f"{self.database:.1f}",
            "–" if self.bare is None else f"{self.bare:.2f}",
            "–" if self.bare is None else f"{self.median / self.bare:.0f}",
            str(self.faults) if self.faults else "",
        ]
        return f"| {' | '.join(cells)} |"


@dataclass(slots=True)
class Report:
    """A whole run."""

    about: dict[str, Any] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    shares: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def faults(self) -> int:
        return sum(line.faults for line in self.lines)

    def as_text(self) -> str:
        """Tables in Markdown; the words are those of docs/performance.md."""
        found = [f"- {name}: {value}" for name, value in self.about.items()]
        found += [
            "",
            "| task | clients | median ms | p95 | p99 | requests/s | server CPU ms | database CPU ms | bare SQL ms "
            "| ratio | faults |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
            *(line.as_row() for line in self.lines),
        ]
        if self.shares:
            found += [
                "",
                "| task | statements | database ms | Python ms | templates ms |",
                "| --- | --- | --- | --- | --- |",
            ]
            for name, one in self.shares.items():
                parts = [f"{one[key]:.1f}" for key in ("statements", "database", "python", "templates")]
                found.append(f"| {name} | {' | '.join(parts)} |")
        return "\n".join(found)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that so large a share of them does not exceed; 0 without any."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0
