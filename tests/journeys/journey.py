"""What journeys share: who is there, how a day passes, and how one ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import pytest

from factories.region import Region
from factories.walks import fresh
from journeys.clock import JourneyClock
from journeys.person import Person
from remissvakt.assurance.checks import run_checks
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.models import Referral


class Journey:
    """One row of the routine, walked between people. Steps are methods: given, when, then."""

    region: Region
    clock: JourneyClock
    referral: Referral

    @pytest.fixture(autouse=True)
    def _begin(self, region: Region, clock: JourneyClock, person: Callable[..., Person]) -> None:
        self.region, self.clock = region, clock
        self._come, self.people = person, {}

    people: dict[str, Person]

    # How people come: what kind of Person, and what their browser is like.
    coming: ClassVar[dict[str, Any]] = {}

    def at_work(self, actor: Actor) -> Person:
        """The person, logged in since this morning."""
        if actor.person_name not in self.people:
            self._come(actor, people=self.people, **self.coming)
        return self.people[actor.person_name]

    def days_pass(self, days: int) -> None:
        """Everybody goes home, and logs in again that many days later."""
        self.clock.pass_days(days)
        for one in self.people.values():
            one.log_in()

    def stored(self) -> Referral:
        return fresh(self.referral)

    def then_everything_is_in_order(self) -> None:
        """Every page that was visited is accessible, and the database agrees with itself."""
        for one in self.people.values():
            one.is_content()
        assert run_checks(now=self.clock.now()) == []
