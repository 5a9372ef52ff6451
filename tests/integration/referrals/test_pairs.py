"""Every two acts on one referral at the same instant; a few here, all of them by `campaigns/races.py`."""

from __future__ import annotations

import os
import time
from pathlib import Path
from random import Random

import pytest
from django.db import connection

from factories.walks import STATES
from machine.pairs import FEWEST, MOST, Pair, Race, new_world, pairs, race_of
from machine.world import World
from remissvakt.assurance.checks import run_checks
from remissvakt.referrals.rules import Action

SEED = int(os.environ.get("CAMPAIGN_SEED", "1"))
REPORT = os.environ.get("CAMPAIGN_REPORT", "")
# A file with the pairs of former pieces, which this one leaves out, and when it has to come to its end.
FORMER = os.environ.get("CAMPAIGN_FORMER", "")
MINUTES = float(os.environ.get("CAMPAIGN_MINUTES", "600"))
LONGEST = 2.0
# In how many states a pair is tried until both acts find something that can be done.
MOST_STATES = 12
# States in which much may be done, and what is raced there in every run.
CHOSEN = (
    ("drafted", Action.EDIT_TEXT, Action.SIGN_AND_SEND, 4),
    ("signed", Action.SEND, Action.VOID, 2),
    ("assigned", Action.CONFIRM, Action.FORWARD, 8),
    ("assigned", Action.ASSIGN, Action.REJECT, 4),
    ("answered", Action.ACKNOWLEDGE, Action.ACKNOWLEDGE, 16),
    ("confirmed", Action.WITHDRAW, Action.DECIDE_ANSWER, 4),
)


@pytest.mark.django_db(transaction=True)
def test_two_acts_at_the_same_instant():
    world = new_world(SEED)
    races = _what_is_left(world) if REPORT else _what_is_chosen(world)
    assert [race for race in races if race.wrong] == []
    assert all(sum(race.done) == 1 for race in races if race.first == race.second == Action.ACKNOWLEDGE)
    assert run_checks(now=world.now) == []


def _what_is_chosen(world: World) -> list[Race]:
    found = [race_of(world, state, *acts, clients=clients) for state, *acts, clients in CHOSEN]
    races = [race for race in found if race is not None]
    assert len(races) == len(CHOSEN)
    return races


def _what_is_left(world: World) -> list[Race]:
    """Every pair that no former piece has raced, told of as it goes on."""
    until = time.monotonic() + MINUTES * 60
    chance, states = Random(SEED), _states_of_pairs(world)
    former = Path(FORMER).read_text(encoding="utf-8").split("\n") if FORMER else []
    left = [pair for pair in states if "\t".join(pair) not in former]
    chance.shuffle(left)
    races: list[Race] = []
    never: list[Pair] = []
    for pair in left:
        if time.monotonic() > until:
            break
        found = _race_somewhere(world, states[pair], pair, chance)
        if found is None:
            never.append(pair)
        else:
            races.append(found)
        Path(REPORT).write_text(_table(races, never, of=len(states)), encoding="utf-8")
    return races


def _states_of_pairs(world: World) -> dict[Pair, list[str]]:
    """Every pair of acts, and the states in which somebody may do both."""
    found: dict[Pair, list[str]] = {}
    for state in STATES:
        for pair in pairs(world, state):
            found.setdefault(pair, []).append(state)
    return found


def _race_somewhere(world: World, states: list[str], pair: Pair, chance: Random) -> Race | None:
    for state in chance.sample(states, min(len(states), MOST_STATES)):
        found = race_of(world, state, *pair, clients=chance.randint(FEWEST, MOST))
        if found is not None:
            return found
    return None


def _table(races: list[Race], never: list[Pair], *, of: int) -> str:
    slow = sum(race.seconds > LONGEST for race in races)
    wrong = sum(bool(race.wrong) for race in races)
    head = (
        f"# seed {SEED}, {connection.vendor}, of {of} pairs: {len(races)} pairs, "
        f"{sum(race.clients for race in races)} clients, {wrong} wrong, "
        f"longest {max((race.seconds for race in races), default=0):.2f} s, {slow} over {LONGEST} s"
    )
    rows = [
        f"{race.state}\t{race.first.value}\t{race.second.value}\t{race.clients}\t{race.done[0]}\t{race.done[1]}\t"
        f"{race.seconds:.2f}\t{' '.join(sorted(set(race.codes)))}\t{'; '.join(race.wrong)}\t{race.worked:.2f}"
        for race in races
    ]
    rows += [f"nowhere\t{first.value}\t{second.value}\t0\t0\t0\t0\t\t\t0" for first, second in never]
    return "\n".join([head, *rows]) + "\n"
