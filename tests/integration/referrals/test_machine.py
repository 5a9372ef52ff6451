"""The loop's state machine, short here; `campaigns/loop` runs it for as long as one likes."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from machine.moves import MOVES
from remissvakt.referrals.rules import RULES, Action

EXAMPLES = int(os.environ.get("CAMPAIGN_EXAMPLES", "6"))
STEPS = int(os.environ.get("CAMPAIGN_STEPS", "60"))


def test_every_action_has_rules_and_a_move():
    assert set(Action) == RULES.keys() == MOVES.keys()


@pytest.mark.django_db
def test_whatever_people_do_every_invariant_holds():
    from machine.machine import COUNTS, LoopMachine

    run_state_machine_as_test(
        LoopMachine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
    done = {name for name, code in COUNTS if code == "done"}
    report = os.environ.get("CAMPAIGN_REPORT")
    if report:
        lines = [f"{name}\t{code}\t{n}\n" for (name, code), n in sorted(COUNTS.items())]
        Path(report).write_text("".join(lines), encoding="utf-8")
    assert len(done) >= 15, done
