"""Runs the state machine of the loop for as long as one likes, in pieces that add up.

    .venv/bin/python campaigns/loop.py --steps 20000 --engine postgresql --seed 7
    .venv/bin/python campaigns/loop.py --sum

A step is an act that somebody tries, or time that passes. After each act every invariant of what it was about is
checked, and what every person's lists answer against a model of the routine; the whole database every 40 acts. A
failure prints its walk's seed, by which it is found again. Each piece in campaigns/results/ counts for each action
and state how often it was done, and how often refused with which code; `--sum` adds the pieces up, and says what
never happened.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys

from pieces import RESULTS, ROOT, new_report, run_test

ENGINES = ("sqlite", "postgresql")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--steps", type=int, default=20_000, help="how many steps at least (%(default)s)")
    parser.add_argument("--engine", choices=ENGINES, default="sqlite")
    parser.add_argument("--seed", type=int, default=None, help="the seed of a former run")
    parser.add_argument("--sum", action="store_true", help="add up the pieces of all former runs")
    given = parser.parse_args()
    return add_up() if given.sum else run(given)


def run(given: argparse.Namespace) -> int:
    seed = given.seed if given.seed is not None else secrets.randbelow(2**32)
    report = new_report(f"loop-{given.engine}", "tsv")
    code = run_test(
        "tests/integration/referrals/test_machine.py",
        engine=given.engine,
        chosen="test_long_walks",
        CAMPAIGN_SEED=seed,
        CAMPAIGN_STEPS=given.steps,
        CAMPAIGN_REPORT=report,
    )
    if not report.exists():
        print(f"seed {seed}: failed in its first walk")
        return code
    text = report.read_text(encoding="utf-8")
    if code != 0:
        text = text.replace("no violation", "A violation in the walk after these", 1)
        report.write_text(text, encoding="utf-8")
    print(text.splitlines()[0], report.relative_to(ROOT), sep="\n")
    return code


def add_up() -> int:
    """Prints the steps of all pieces by engine, and writes their coverage beside them."""
    sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "remissvakt.config.settings",
        "REMISSVAKT_SECRET_KEY": "only-for-adding-up-" * 3,
    }
    import django

    django.setup()
    from machine import campaign

    everything: campaign.Counts = campaign.Counter()
    for engine in ENGINES:
        pieces = sorted(RESULTS.glob(f"loop-{engine}-*.tsv"))
        steps, counts = campaign.add_up(pieces)
        everything += counts
        broken = sum("A violation" in piece.open(encoding="utf-8").readline() for piece in pieces)
        print(
            f"{engine}: {steps} steps in {len(pieces)} pieces, {counts.total()} acts, {broken} with a violation"
        )
    text = campaign.coverage(everything)
    (RESULTS / "loop-coverage.txt").write_text(text, encoding="utf-8")
    print(text[text.index("never tried") :], end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
