"""Puts small faults into rules, obligations and actions, one at a time, and counts how many the tests see.

    .venv/bin/python campaigns/mutation.py --kind rules --mutants 200 --seed 7
    .venv/bin/python campaigns/mutation.py --sum

The faults are drawn by the seed from all that `tests/broken/mutants.py` can make of the modules; rules and
obligations are tried against their own unit tests. Of the actions' tests (ACTS) each fault is tried against those alone
that come past its line, the quickest first (`tests/broken/sieve.py`); three walks of the machine are among them.
Each is put into the running process and taken out again, which libraries for this (mutmut, cosmic-ray) do not do: they
start the tests anew for each fault, and starting takes longer here than failing. What no test sees stands in the report
by module and line, to be killed by a test or explained.
"""

from __future__ import annotations

import argparse
import json
import secrets
import sys

from pieces import RESULTS, ROOT, new_report, run_test

KINDS = ("rules", "obligations", "actions")
_TESTS = "tests/integration"
ACTS = (
    *(
        f"{_TESTS}/referrals/test_{name}.py"
        for name in (
            "states",
            "contract",
            "forwarding",
            "twice",
            "replaced_answers",
            "receiver_keeps",
            "limits_change_meanwhile",
            "typed_texts",
            "wrong_ids",
            "machine",
            "effects",
        )
    ),
    *(f"{_TESTS}/scanning/test_{name}.py" for name in ("undo", "after_undoing", "links", "code_by_hand")),
    f"{_TESTS}/letters/test_letters.py",
    f"{_TESTS}/dictation",
    f"{_TESTS}/importing/test_import_open.py",
    f"{_TESTS}/web/referral/test_sender_acts.py",
    f"{_TESTS}/web/referral/test_receiver_acts.py",
    f"{_TESTS}/web/referral/test_editors.py",
    f"{_TESTS}/web/registering/test_certificate.py",
    f"{_TESTS}/speech/test_parts.py",
)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kind", choices=KINDS, default="rules")
    parser.add_argument("--mutants", type=int, default=100, help="how many to draw (%(default)s)")
    parser.add_argument("--seed", type=int, default=None, help="the seed of a former run")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--sum", action="store_true", help="add up the reports of all former runs")
    given = parser.parse_args()
    return add_up() if given.sum else run(given)


def run(given: argparse.Namespace) -> int:
    seed = given.seed if given.seed is not None else secrets.randbelow(2**32)
    report = new_report(f"mutation-{given.kind}-{seed}", "jsonl")
    code = run_test(
        *(ACTS if given.kind == "actions" else ("tests/integration/referrals/test_mutants.py",)),
        plugin="broken.sieve" if given.kind == "actions" else "",
        engine=given.engine,
        CAMPAIGN_SEED=seed,
        CAMPAIGN_MUTANTS=given.mutants,
        CAMPAIGN_KIND=given.kind,
        CAMPAIGN_REPORT=report,
    )
    print(report.relative_to(ROOT))
    return code


def add_up() -> int:
    """Prints for each kind how many different faults were tried, how many were seen, and those that were not.

    A fault that was tried more than once counts as it was seen last: a test may have come since.
    """
    tried: dict[tuple[str, str, int, str], str] = {}
    for report in sorted(RESULTS.glob("mutation-*.jsonl"), key=lambda path: path.stem[-16:]):
        for line in report.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            tried[row["kind"], row["module"], row["line"], row["what"]] = row["seen_by"]
    for kind in KINDS:
        of_kind = {key: seen for key, seen in tried.items() if key[0] == kind}
        killed = sum(map(bool, of_kind.values()))
        if of_kind:
            print(f"{kind}: {killed} of {len(of_kind)} seen, {100 * killed / len(of_kind):.1f} %")
    for (_kind, module, line, what), seen in sorted(tried.items()):
        if not seen:
            print(f"  {module}:{line} {what}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
