"""The loop's state machine, short here; `campaigns/loop.py` runs it for as long as one likes."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from machine.machine import COUNTS, LoopMachine, walk
from machine.moves import MOVES
from remissvakt.referrals.rules import RULES, Action

SEED = int(os.environ.get("CAMPAIGN_SEED", "1"))
WALKS = int(os.environ.get("CAMPAIGN_WALKS", "3"))
STEPS_OF_A_WALK = 40


def test_every_action_has_rules_and_a_move():
    assert set(Action) == RULES.keys() == MOVES.keys()


@pytest.mark.django_db
def test_whatever_people_do_every_invariant_holds():
    """Choices by Hypothesis, which looks for the shortest way to a failure."""
    run_state_machine_as_test(
        LoopMachine,
        settings=settings(
            max_examples=5,
            stateful_step_count=30,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


@pytest.mark.django_db
def test_long_walks():
    """Choices by a seed: many acts, so that the loop comes far."""
    COUNTS.clear()
    for number in range(WALKS):
        walk(seed=SEED + number, steps=STEPS_OF_A_WALK)
    if report := os.environ.get("CAMPAIGN_REPORT"):
        lines = [f"{name}\t{code}\t{n}\n" for (name, code), n in sorted(COUNTS.items())]
        Path(report).write_text("".join(lines), encoding="utf-8")
    done = {name for name, code in COUNTS if code == "done"}
    assert len(done) >= 30, sorted(done)
