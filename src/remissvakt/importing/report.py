"""What is told of a file that has been read: every fault with its line, and what would be brought in.

Nothing here holds patient data: values of private columns, and whatever looks like a personal number, are
masked when a fault is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from remissvakt.core.refusal import Text
from remissvakt.referrals.open_referrals import Batch

from .columns import BY_KEY
from .masking import masked

SHOWN = 500  # as many faults, and as many notes, are shown; the totals are always right


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault, or a note, about one value: line number, heading as in the file, value (masked), reason."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(slots=True)
class Report:
    """The outcome of reading one file. `batch` is what can be brought in when there are no faults."""

    encoding: str
    separator: str
    headings: list[tuple[str, str]]  # (heading in the file, what it was read as)
    ignored: list[str]
    lines: int = 0
    there: int = 0
    not_open: int = 0
    faults: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    new_units: list[str] = field(default_factory=list)
    batch: Batch = field(default_factory=lambda: Batch(rows=(), digest=""))
    there_outgoing: int = 0

    @property
    def outgoing(self) -> int:
        return sum(row.outgoing for row in self.batch.rows) - self.there_outgoing

    @property
    def incoming(self) -> int:
        return len(self.batch.rows) - self.there - self.outgoing

    @property
    def new(self) -> int:
        """How many referrals would be brought in."""
        return len(self.batch.rows) - self.there

    @property
    def faulty_lines(self) -> int:
        return len({fault.line for fault in self.faults})

    def plain(self) -> dict[str, Any]:
        """The report as JSON holds it, with at most SHOWN faults and notes."""
        return {
            "encoding": self.encoding,
            "separator": self.separator,
            "headings": self.headings,
            "ignored": self.ignored,
            "lines": self.lines,
            "new": self.new,
            "outgoing": self.outgoing,
            "incoming": self.incoming,
            "there": self.there,
            "not_open": self.not_open,
            "faulty_lines": self.faulty_lines,
            "fault_total": len(self.faults),
            "note_total": len(self.notes),
            "faults": [asdict(one) for one in self.faults[:SHOWN]],
            "notes": [asdict(one) for one in self.notes[:SHOWN]],
            "new_units": self.new_units,
        }


def finding(
    *, line: int, key: str, value: str, reason: Text, headings: Mapping[str, str], missing: str = ""
) -> Finding:
    """A finding about the column `key`, with the heading that the file has for it."""
    column = headings.get(key) or (BY_KEY[key].heading if key in BY_KEY else missing)
    return Finding(
        line=line,
        column=column,
        value=masked(key, value, private=key in BY_KEY and BY_KEY[key].private),
        reason=str(reason),
    )


def sorted_findings(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda one: one.line)
