"""Sets every act that somebody may do with a referral against every other one at the same instant, in pieces.

    .venv/bin/python campaigns/races.py --engine postgresql --minutes 20
    .venv/bin/python campaigns/races.py --sum

Two to sixteen clients, released together, each on a connection of its own. Of each form one is done or none, never an
error of another kind than a refusal, and every invariant holds. Each piece in campaigns/results/ has a line for each
pair: the state, the two acts, the clients, how often each was done, the seconds, what the others were told, what is
wrong, and the seconds of a processor that the clients had. It is written as the piece goes on, so that one that is
broken off counts. The next piece takes the pairs that are left (`--anew`: all of them); `--sum` adds the pieces up.
"""

from __future__ import annotations

import argparse
import re
import secrets
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from pieces import RESULTS, new_report, run_test

ENGINES = ("sqlite", "postgresql")
LONGEST = 2.0
_OF = re.compile(r" of (\d+) pairs:")


class Line(NamedTuple):
    """One race, as its piece tells it; `nowhere` is the state of a pair that could not be raced in any."""

    state: str
    first: str
    second: str
    clients: str
    first_done: str
    second_done: str
    seconds: str
    told: str
    wrong: str
    worked: str = ""  # the first pieces did not tell

    @property
    def pair(self) -> str:
        return f"{self.first}\t{self.second}"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--engine", choices=ENGINES, default="sqlite")
    parser.add_argument("--seed", type=int, default=None, help="the seed of a former run")
    parser.add_argument(
        "--minutes", type=float, default=600, help="begin no race after so long (%(default)s)"
    )
    parser.add_argument("--anew", action="store_true", help="also the pairs that former pieces have raced")
    parser.add_argument("--sum", action="store_true", help="add up the pieces of all former runs")
    given = parser.parse_args()
    return add_up() if given.sum else run(given)


def run(given: argparse.Namespace) -> int:
    seed = given.seed if given.seed is not None else secrets.randbelow(2**32)
    former = [] if given.anew else [line.pair for line in raced(given.engine) if line.state != "nowhere"]
    report = new_report(f"races-{given.engine}", "tsv")
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".pairs") as file:
        file.write("\n".join(former))
        file.flush()
        code = run_test(
            "tests/integration/referrals/test_pairs.py",
            engine=given.engine,
            CAMPAIGN_SEED=seed,
            CAMPAIGN_REPORT=report,
            CAMPAIGN_FORMER=file.name,
            CAMPAIGN_MINUTES=given.minutes,
        )
    print(report.read_text(encoding="utf-8").partition("\n")[0] if report.exists() else f"seed {seed}: none")
    return code


def pieces(engine: str) -> list[Path]:
    return sorted(RESULTS.glob(f"races-{engine}-*.tsv"))


def raced(engine: str) -> list[Line]:
    """The lines of all pieces."""
    return [
        Line(*line.split("\t"))
        for piece in pieces(engine)
        for line in piece.read_text(encoding="utf-8").splitlines()[1:]
    ]


def add_up() -> int:
    """Prints how many of the pairs were raced on each engine, and the races that took long or went wrong."""
    for engine in ENGINES:
        lines = raced(engine)
        races = [line for line in lines if line.state != "nowhere"]
        different = {line.pair for line in races}
        heads = [piece.read_text(encoding="utf-8").partition("\n")[0] for piece in pieces(engine)]
        of = max((int(found[1]) for head in heads if (found := _OF.search(head))), default=0)
        print(
            f"{engine}: {len(different)} of {of} pairs in {len(heads)} pieces, {len(races)} races, "
            f"{sum(int(line.clients) for line in races)} clients, {sum(bool(line.wrong) for line in races)} wrong"
        )
        for line in sorted({line.pair for line in lines} - different):
            print(f"  nowhere: {line.replace(chr(9), ' and ')}")
        for line in races:
            if line.wrong or float(line.seconds) > LONGEST:
                worked = f", {line.worked} s of a processor" if line.worked else ""
                print(
                    f"  {line.state}: {line.first} and {line.second}, {line.clients} clients: "
                    f"{line.seconds} s{worked} {line.wrong}"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
