"""The loop's state machine, short here; `campaigns/loop.py` runs it for as long as one likes."""

import os
from pathlib import Path
from time import monotonic

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from machine import campaign
from machine.machine import COUNTS, LoopMachine
from machine.moves import MOVES
from machine.walk import walk
from remissvakt.referrals.rules import RULES, Action

SEED = int(os.environ.get("CAMPAIGN_SEED", "1"))
WALKS = 3
STEPS_WANTED = int(os.environ.get("CAMPAIGN_STEPS", "0"))
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
            derandomize=True,  # the campaign is where other choices are made
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


@pytest.mark.django_db
def test_long_walks():
    """Choices by a seed: many acts, so that the loop comes far."""
    campaign.clear()
    began, number = monotonic(), 0
    while number < WALKS or campaign.steps() < STEPS_WANTED:
        walk(seed=SEED + number, steps=STEPS_OF_A_WALK, whole_after=40)
        number += 1
        if report := os.environ.get("CAMPAIGN_REPORT"):
            said = f"seeds {SEED}-{SEED + number - 1}, {connection.vendor}, {monotonic() - began:.0f} s"
            Path(report).write_text(campaign.report(said), encoding="utf-8")
    done = {name for name, _state, code in COUNTS if code == "done"}
    assert len(done) >= 30, sorted(done)
