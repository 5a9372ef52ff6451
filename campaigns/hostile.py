"""Gives hostile files to the reading of scans with its real limits, and keeps what became of each class.

    .venv/bin/python campaigns/hostile.py --seeds 200

The corpus of the tests, and for each seed one file of every kind with some bits turned. A result is `pages`, or the
code of a refusal; anything else is a fault, and printed with its name. The report in campaigns/results/ has, for each
class and result, how many there were, the longest time, and the largest memory of the child.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from threading import Event, Thread
from time import monotonic

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests")]
os.environ["DJANGO_SETTINGS_MODULE"] = "remissvakt.config.settings"

import django  # noqa: E402

django.setup()

from hostile.corpus import corpus  # noqa: E402
from hostile.hostile import Hostile  # noqa: E402
from hostile.others import flipped  # noqa: E402
from hostile.test_hostile import GROWTH, outcome_and_growth  # noqa: E402

RESULTS = ROOT / "campaigns" / "results"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=100, help="how many times bits are turned (%(default)s)")
    given = parser.parse_args()
    table: dict[tuple[str, str], list[float]] = {}
    faults, count, most_growth, began = 0, 0, 0, monotonic()
    for one in files(given.seeds):
        result, seconds, memory, growth = tried(one)
        row = table.setdefault((one.kind, result), [0, 0.0, 0])
        row[:] = row[0] + 1, max(row[1], seconds), max(row[2], memory)
        count, most_growth = count + 1, max(most_growth, growth)
        if result not in one.allowed or growth > GROWTH:
            faults += 1
            print(f"{one.kind}: {one.name}: {result}, {growth} bytes of growth")
    head = (
        f"# {count} files, {given.seeds} seeds, {monotonic() - began:.0f} s: {faults} faults; slowest "
        f"{max(row[1] for row in table.values()):.1f} s, child's largest memory "
        f"{max(row[2] for row in table.values()) / 1e6:.0f} MB, "
        f"largest growth of the parent {most_growth / 1e6:.1f} MB\n"
    )
    RESULTS.mkdir(exist_ok=True)
    report = RESULTS / f"hostile-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.tsv"
    lines = (
        f"{kind}\t{result}\t{row[0]}\t{row[1]:.2f}\t{row[2] / 1e6:.0f}\n"
        for (kind, result), row in sorted(table.items())
    )
    report.write_text(
        head + "class\tresult\tfiles\tlongest, s\tchild's memory, MB\n" + "".join(lines), encoding="utf-8"
    )
    print(head, report.relative_to(ROOT), sep="")
    return 1 if faults else 0


def files(seeds: int) -> Iterator[Hostile]:
    yield from chain.from_iterable(corpus().values())
    for seed in range(1000, 1000 + seeds):
        yield from flipped(seed)


def tried(one: Hostile) -> tuple[str, float, int, int]:
    """Return the result, the seconds, the child's largest memory and this process's growth."""
    content = one.make()
    made = Hostile(one.kind, one.name, lambda: content, one.allowed)
    with Watch() as watch:
        began = monotonic()
        try:
            result, growth = outcome_and_growth(made)
        except Exception as error:  # noqa: BLE001, RUF100 - whatever it is, it is a fault with a name
            result, growth = type(error).__name__, 0
        seconds = monotonic() - began
    return result, seconds, watch.peak, growth


class Watch:
    """Looks at the children's memory from a thread."""

    peak = 0

    def __enter__(self) -> Watch:
        self._stop = Event()
        self._thread = Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(0.02):
            for children in Path("/proc/self/task").glob("*/children"):
                for child in children.read_text().split():
                    self.peak = max(self.peak, largest_memory(child))


def largest_memory(process: str) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


if __name__ == "__main__":
    sys.exit(main())
