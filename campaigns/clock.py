"""Tries every half hour of two years as the moment at which something happens, with every limit of a unit.

    .venv/bin/python campaigns/clock.py
    .venv/bin/python campaigns/clock.py --sent --engine postgresql

Due dates are compared with tests/due_dates.py, which computes them apart from the product. `--sent` sends a referral
by the real action at each half hour instead, on a database, and goes on where its former pieces ended; one that is
broken off counts. The tables in campaigns/results/ count what was compared; `--sum` adds those of `--sent` up.
"""

from __future__ import annotations

import argparse
import sys
from time import monotonic

from pieces import RESULTS, ROOT, new_report, run_test

ENGINES = ("sqlite", "postgresql")
HALF_HOURS = 2 * 24 * 731  # from 2027-07-01 to 2029-07-01, with a 29 February

PURE = ("tests/unit/referrals/test_clock.py", "every_half_hour", "CAMPAIGN_CLOCK")
SENT = ("tests/integration/referrals/test_clock.py", "every_half_hour", "CAMPAIGN_CLOCK_SENT")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sent", action="store_true", help="send at each half hour, on a database")
    parser.add_argument("--engine", choices=ENGINES, default="sqlite")
    parser.add_argument("--sum", action="store_true", help="say how far the pieces of --sent have come")
    given = parser.parse_args()
    if given.sum:
        for engine in ENGINES:
            print(f"{engine}: sent at {sent_at(engine)} of {HALF_HOURS} half hours")
        return 0
    file, chosen, variable = SENT if given.sent else PURE
    name = f"clock-sent-{given.engine}" if given.sent else "clock"
    former = sent_at(given.engine) if given.sent else 0
    report = new_report(name, "tsv")
    began = monotonic()
    said = {variable: report, "CAMPAIGN_CLOCK_FORMER": former}
    code = run_test(file, engine=given.engine, chosen=chosen, **said)
    if report.exists():
        rows = [line.split("\t") for line in report.read_text(encoding="utf-8").splitlines()]
        compared = sum(int(number) for _name, number in rows)
        head = (
            f"# {name}, every half hour from 2027-07-01 to 2029-07-01{f' after the first {former}' if former else ''}, "
            f"{monotonic() - began:.0f} s: "
            f"{compared} due dates compared, {'none wrong' if code == 0 else 'A FAULT'}\n"
        )
        report.write_text(head + report.read_text(encoding="utf-8"), encoding="utf-8")
        print(head, end="")
    print(report.relative_to(ROOT) if report.exists() else "it failed: see above")
    return code


def sent_at(engine: str) -> int:
    """How many half hours, from the first on, the pieces have sent at; one with a fault does not count."""
    total = 0
    for piece in RESULTS.glob(f"clock-sent-{engine}-*.tsv"):
        lines = piece.read_text(encoding="utf-8").splitlines()
        if not any("A FAULT" in line for line in lines):
            total += sum(int(line.split("\t")[1]) for line in lines if not line.startswith("#"))
    return total


if __name__ == "__main__":
    sys.exit(main())
