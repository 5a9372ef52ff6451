"""A long life of a region, decided by a seed alone: what the campaign walks, and a little of it the test."""

from __future__ import annotations

import random

from .machine import LoopMachine
from .world import ODD_INSTANTS

# How often each step comes in a walk that is not Hypothesis's.
_STEPS: tuple[tuple[str, int], ...] = (
    ("somebody_begins", 4),
    ("many_act", 10),
    ("somebody_speaks", 3),
    ("the_same_form_is_sent_again", 3),
    ("somebody_reads", 2),
    ("the_organisation_changes", 3),
    ("time_passes", 4),
    ("an_odd_instant_comes", 1),
    ("the_clock_goes_backwards", 1),
)


def walk(*, seed: int, steps: int, whole_after: int = 1) -> None:
    """One long life of a region, all of it decided by the seed.

    What an act is about is checked after each act, and so are everybody's lists; the whole database after every
    `whole_after` acts, and at the end.
    """
    chance = random.Random(seed)
    names = [name for name, weight in _STEPS for _ in range(weight)]
    machine = LoopMachine()
    machine.begin(seed=seed)
    machine.whole_after = whole_after
    try:
        for _ in range(steps):
            name = chance.choice(names)
            if name in ("time_passes", "the_clock_goes_backwards"):
                getattr(machine, name)(minutes=chance.randint(1, 2000))
            elif name == "an_odd_instant_comes":
                machine.an_odd_instant_comes(instant=chance.choice(ODD_INSTANTS))
            else:
                getattr(machine, name)(seed=chance.getrandbits(32))
        machine.everything_holds()
    except BaseException:
        # What a failure is found again by.
        print(f"seed {seed}, {machine.turn} turns, last: {machine.trying}")  # noqa: T201
        raise
    finally:
        machine.teardown()
