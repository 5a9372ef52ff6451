"""Two acts on one referral at the same instant, by many clients: what may come of it, and does every invariant hold?

In each state that the walks lead to, every act that somebody may do there is set against every other one, and against
itself. Half of the clients send the one form, each the very same, and half the other.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import combinations_with_replacement
from typing import Any

from django.db import transaction

from factories import make_region
from factories.walks import STATES
from racing import race
from remissvakt.assurance.checks import of_referrals
from remissvakt.core.clock import local_date
from remissvakt.core.refusal import Refusal
from remissvakt.dictation.models import UnclearSpot
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.actions.papers import register_paper
from remissvakt.referrals.loop import load
from remissvakt.referrals.models import Referral
from remissvakt.referrals.rules import Action, refusals

from .machine import AGAIN, TestTransaction
from .moves import MOVES
from .world import BEGIN, Draw, Target, World

Call = Callable[[], Any]
Pair = tuple[Action, Action]
FEWEST, MOST = 2, 16
# Draws of arguments until one is found that is done when nobody else is there.
_TRIES = 8


class Sensible(Draw):
    """Choices without those that are rarely made, which are there to be refused."""

    def often(self, chance: float) -> bool:
        return chance >= 0.3 and super().often(chance)


@dataclass(frozen=True, slots=True)
class Race:
    """What came of one race: how often each act was done, what the others were told, and what is wrong."""

    state: str
    first: Action
    second: Action
    clients: int
    done: tuple[int, int]
    codes: tuple[str, ...]
    seconds: float
    worked: float  # seconds of a processor, of all clients together; the database server's are not among them
    wrong: tuple[str, ...]


def pairs(world: World, state: str) -> list[Pair]:
    """The pairs of acts that somebody may do in a state; nothing of it remains."""
    with TestTransaction():
        found = sorted(lawful(world, STATES[state](world.region, now=world.now)))
        transaction.set_rollback(True)
    return list(combinations_with_replacement(found, 2))


def new_world(seed: int) -> World:
    return World(region=make_region(now=BEGIN), draw=Sensible(random.Random(seed)))


def lawful(world: World, referral: Referral) -> dict[Action, tuple[Target, Actor]]:
    """Each act that somebody may do with a referral now, with somebody and with what it is about."""
    loop = load([referral])[referral.id]
    people = list(world.region.people.values())
    found: dict[Action, list[tuple[Target, Actor]]] = {}
    for action, target in world.targets(loop.facts(), referral, loop):
        found.setdefault(action, []).extend(
            (target, actor) for actor in people if not refusals(action, target.context(actor))
        )
    return {action: world.draw.one(chances) for action, chances in found.items() if chances}


def race_of(world: World, state: str, first: Action, second: Action, *, clients: int) -> Race | None:
    """Walk a new referral to the state and run the race; None where one of the two has nothing that can be done."""
    referral = STATES[state](world.region, now=world.now)
    for action, put_there in _NEEDS.items():
        if action in (first, second):
            put_there(world, referral)
    calls = [_sensible_call(world, referral, action) for action in (first, second)]
    if calls[0] is None or calls[1] is None:
        return None
    order = [number % 2 for number in range(clients)]
    world.draw.random.shuffle(order)
    began, idle = time.monotonic(), time.process_time()
    ends = race([calls[which] for which in order])
    took, worked = time.monotonic() - began, time.process_time() - idle
    done = tuple(
        sum(one == which and not isinstance(end, Exception) for one, end in zip(order, ends, strict=True))
        for which in (0, 1)
    )
    told = [end for end in ends if isinstance(end, Exception)]
    return Race(
        state=state,
        first=first,
        second=second,
        clients=clients,
        done=(done[0], done[1]),
        codes=tuple(sorted(one.code for one in told if isinstance(one, Refusal))),
        seconds=took,
        worked=worked,
        wrong=tuple(_wrong(referral, (first, second), done, told)),
    )


def _a_free_paper(world: World, referral: Referral) -> None:
    """Paper that came today to a unit which has the referral, and is linked to nothing."""
    _target, actor = lawful(world, referral).get(Action.LINK_PAPER, (None, None))
    if actor is not None:
        register_paper(
            document_id=world.new_id(),
            unit_id=min(actor.unit_ids),
            arrived_on=local_date(world.now),
            sender="Ögonkliniken",
            description="Svar på remiss",
            actor=actor,
            now=world.now,
        )


def _an_unclear_spot(world: World, referral: Referral) -> None:
    """Marked by who types; or, where all is typed, one that was settled then, since unsettled ones hold up the rest."""
    call = _sensible_call(world, referral, Action.MARK_UNCLEAR)
    if call is not None:
        call()
        return
    dictation_id = load([referral])[referral.id].version.dictation_id
    if dictation_id is not None:
        who = world.region.secretary.person_id
        UnclearSpot.objects.bulk_create(
            [
                UnclearSpot(
                    id=world.new_id(),
                    dictation_id=dictation_id,
                    at_ms=800,
                    marked_at=world.now,
                    marked_by_id=who,
                    settled_at=world.now,
                    settled_by_id=who,
                )
            ]
        )


# What must be there before an act can be done, where the walks do not put it.
_NEEDS = {Action.LINK_PAPER: _a_free_paper, Action.SETTLE_UNCLEAR: _an_unclear_spot}


def _sensible_call(world: World, referral: Referral, action: Action) -> Call | None:
    """The act with arguments with which it is done when nobody else is there; thrown away again."""
    for _ in range(_TRIES):
        target, actor = lawful(world, referral).get(action, (None, None))
        if target is None or actor is None:
            return None
        function, given = MOVES[action](world, target)
        call = partial(function, **given, actor=actor, now=world.now)
        try:
            with TestTransaction():
                call()
                transaction.set_rollback(True)
        except Refusal:
            continue
        return call
    return None


def _wrong(
    referral: Referral, acts: tuple[Action, Action], done: tuple[int, ...], told: list[Exception]
) -> Iterator[str]:
    yield from (f"{type(one).__name__}: {one}" for one in told if not isinstance(one, Refusal))
    if not any(done):
        yield "nobody did anything"
    for action, number in zip(acts, done, strict=True):
        if number > 1 and action not in AGAIN:
            yield f"{action.value} was done {number} times by the same form"
    yield from (str(one) for one in of_referrals([referral.id]))
