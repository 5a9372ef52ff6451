"""One referral's story under way: who is who, what time it is, and that time stops at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from random import Random
from uuid import UUID

from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.core.waits import Wait, WaitKind, read_wait
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.models import Case, Referral, Reply

from .build import Region
from .clock import later

RECENT_DAYS = 30


class Over(Exception):
    """The story has reached the present, or somebody forgot to go on with it."""


@dataclass(slots=True)
class Story:
    """Tells one referral; `wait` moves the time and raises Over at the region's last day."""

    region: Region
    now: datetime
    referral_id: UUID = field(default_factory=lambda: UUID(int=0))  # none yet

    @property
    def rng(self) -> Random:
        return self.region.rng

    def wait(self, first: int, last: int) -> None:
        self.now = later(self.rng, self.now, days=(first, last))
        if self.now >= datetime.combine(self.region.until, time(6, 0), tzinfo=UTC):
            raise Over

    def chance(self, percent: int) -> bool:
        return self.rng.randrange(100) < percent

    @property
    def recent(self) -> bool:
        """Whether it happens in the last weeks: what lay still before that has been found by now."""
        return (self.region.until - local_date(self.now)).days <= RECENT_DAYS

    def forget(self, percent: int) -> None:
        """Now and then nobody does the next thing: that is what the lists are for."""
        if self.chance(percent * 2) and self.recent:
            raise Over

    def id(self) -> UUID:
        return new_id(now=self.now)

    def someone(self, unit: str, *roles: str) -> Actor:
        return self.region.actors[self.rng.choice(self.region.of_role(unit, *roles))]

    def doctor(self, unit: str) -> Actor:
        return self.someone(unit, "doctor")

    def secretary(self, unit: str) -> Actor:
        """A secretary of the unit, else whoever writes there themselves."""
        names = self.region.of_role(unit, "secretary") or self.region.of_role(unit, "doctor", "clinician")
        return self.region.actors[self.rng.choice(names)]

    def actor_of(self, person_id: UUID | None) -> Actor:
        return next(actor for actor in self.region.actors.values() if actor.person_id == person_id)

    @property
    def referral(self) -> Referral:
        return Referral.objects.get(id=self.referral_id)

    @property
    def case(self) -> Case:
        """The case where the referral is now."""
        return Case.objects.filter(referral_id=self.referral_id).order_by("-opened_at", "-id")[0]

    @property
    def unit_of_case(self) -> str:
        return self.region.keys[self.case.unit_id]

    def unread(self) -> Reply | None:
        return (
            Reply.objects.filter(
                referral_id=self.referral_id, arrived_on__isnull=False, acknowledged_at__isnull=True
            )
            .order_by("id")
            .first()
        )

    def weeks(self, first: int, last: int) -> Wait:
        return read_wait(
            kind=WaitKind.WEEKS, value=str(self.rng.randint(first, last)), today=local_date(self.now)
        )
