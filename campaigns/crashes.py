"""Kills the service again and again while eight clients work in it, and proves after each kill that nothing is lost.

    .venv/bin/python campaigns/crashes.py --kills 100 --engine postgresql
    .venv/bin/python campaigns/crashes.py --sum

The real `remissvakt serve`, over HTTP. After a random time every process of it gets SIGKILL; on PostgreSQL now and
then a connection's process, or all of the database server, instead. While the next one starts, it is checked that
every acknowledged form has its one effect and its answer, that the unknown ones have both or neither, and that the
invariants hold; then the unknown forms are sent again with the same keys, and each has to be answered as done, once.
Most starts are made of a process that has read the product's modules (`tests/crashing/ready.py`), one in twenty is the
whole program. Each piece leaves a table in campaigns/results/, also one that is told to end; `--sum` adds them up.
"""

from __future__ import annotations

import argparse
import random
import secrets
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import django
from pieces import RESULTS, ROOT, new_report

ENGINES = ("sqlite", "postgresql")
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=100, help="how many (%(default)s)")
    parser.add_argument("--engine", choices=ENGINES, default="sqlite")
    parser.add_argument("--seed", type=int, default=None, help="the seed of a former run")
    parser.add_argument(
        "--longest", type=float, default=1.0, help="seconds of work between kills (%(default)s)"
    )
    parser.add_argument("--workers", type=int, default=2, help="processes that answer (%(default)s)")
    parser.add_argument("--minutes", type=float, default=600, help="stop after so long (%(default)s)")
    parser.add_argument("--no-report", action="store_true", help="keep no table of it")
    parser.add_argument("--sum", action="store_true", help="add up the pieces of all former runs")
    given = parser.parse_args()
    return add_up() if given.sum else run(given)


def run(given: argparse.Namespace) -> int:
    # A piece that is told to end leaves its table too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    seed = given.seed if given.seed is not None else secrets.randbelow(2**32)

    from crashing.installation import Installation

    began = time.monotonic()
    installation = Installation(
        Path(tempfile.mkdtemp(prefix="crashes-")), given.engine, workers=given.workers
    )
    counts: Counter[str] = Counter()
    faults: list[str] = []
    try:
        django.setup()
        from crashing.campaign import Campaign

        campaign = Campaign(installation, random.Random(seed), counts=counts, faults=faults)
        campaign.run(kills=given.kills, longest=given.longest, minutes=given.minutes)
    finally:
        took = time.monotonic() - began
        kills = sum(number for name, number in counts.items() if name.startswith("kills of"))
        table = [
            f"# seed {seed}, {given.engine}, {given.workers} processes, {took:.0f} s: {kills} kills, "
            f"{counts['acknowledged']} forms acknowledged, {len(faults) or 'no'} fault",
            *(f"{name}\t{number}" for name, number in sorted(counts.items())),
            *faults,
        ]
        print("\n".join(table))
        if not given.no_report:
            report = new_report(f"crashes-{given.engine}", "tsv")
            report.write_text("\n".join(table) + "\n", encoding="utf-8")
        installation.remove()
    return 1 if faults or kills == 0 else 0


def add_up() -> int:
    """Prints what was killed on each engine, what was acknowledged, and every fault of any piece."""
    for engine in ENGINES:
        counts: Counter[str] = Counter()
        faults: list[str] = []
        pieces = sorted(RESULTS.glob(f"crashes-{engine}-*.tsv"))
        for piece in pieces:
            for line in piece.read_text(encoding="utf-8").splitlines()[1:]:
                name, _tab, number = line.partition("\t")
                if number:
                    counts[name] += int(number)
                else:
                    faults.append(f"  {piece.name}: {line}")
        kills = {name: number for name, number in sorted(counts.items()) if name.startswith("kills of")}
        print(
            f"{engine}: {sum(kills.values())} kills in {len(pieces)} pieces "
            f"({', '.join(f'{number} {name}' for name, number in kills.items())}), "
            f"{counts['acknowledged']} forms acknowledged, {counts['unknown at a kill']} unknown at a kill, "
            f"{counts['whole checks']} whole checks, {len(faults) or 'no'} faults"
        )
        print("".join(f"{fault}\n" for fault in faults), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
