"""Build the region: providers, units, people, routines, patients. The stories come after (`stories`)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from remissvakt.core.ids import seeded_ids
from remissvakt.core.refusal import Refusal
from remissvakt.organisations.actions.activate_forwarding_target import activate_forwarding_target
from remissvakt.organisations.actions.assign import assign
from remissvakt.organisations.actions.create_account import create_account
from remissvakt.organisations.actions.create_person import create_person
from remissvakt.organisations.actions.create_provider import create_provider
from remissvakt.organisations.actions.create_unit import create_unit
from remissvakt.organisations.actions.first_administrator import first_administrator
from remissvakt.organisations.actions.request_forwarding_target import request_forwarding_target
from remissvakt.organisations.actions.save_template import save_template
from remissvakt.organisations.actions.serve_unit import serve_unit
from remissvakt.organisations.actors import Actor, actor_for
from remissvakt.organisations.models import Assignment, CareProvider, Person, PriorityLevel, Unit
from remissvakt.patients.actions.register_patient import register_patient
from remissvakt.patients.models import Patient

from . import names
from .region import ADMIN, FORWARDING, PEOPLE, PROVIDERS, REGION, SERVED_BY_POOL, UNITS

SEED = 20261123
SPAN = timedelta(days=183)
TEMPLATES = (
    ("CONFIRMED", "Uppsatt på väntelista", "Remissen är bedömd och patienten är uppsatt på väntelista."),
    ("CONFIRMED", "Kallas inom kort", "Remissen är bedömd. Patienten kallas inom angiven tid."),
    ("MORE_INFO", "Komplettera underlaget", "Vi behöver mer underlag för att kunna bedöma remissen."),
    ("REJECTED", "Primärvårdens uppdrag", "Efter bedömning hör ärendet till primärvårdens uppdrag."),
    ("FINAL", "Åter till remittenten", "Åter till remittenten för fortsatt uppföljning."),
)


@dataclass(slots=True)
class Region:
    """What has been built, by the keys of `region`."""

    rng: Random
    until: date
    start: datetime
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    patients: list[Patient] = field(default_factory=list)
    actors: dict[str, Actor] = field(default_factory=dict)
    keys: dict[UUID, str] = field(default_factory=dict)

    def of_role(self, unit: str, *roles: str) -> list[str]:
        """User names of the unit's people in these roles, those who have left aside."""
        return [
            person.username
            for person in PEOPLE
            if person.unit == unit and person.role in roles and person.username != "gunnar.gick"
        ]

    def priority(self, unit: str, rank: int) -> str:
        labels = self._labels.get(unit)
        if labels is None:
            labels = dict(
                PriorityLevel.objects.filter(unit=self.units[unit], active=True).values_list("rank", "label")
            )
            self._labels[unit] = labels
        return labels.get(rank, "")

    _labels: dict[str, dict[int, str]] = field(default_factory=dict)


def build(*, until: date, referrals: int = 600, tell: Callable[[str], None] = lambda line: None) -> Region:
    """Fill an empty database. The same `until` gives the same region on every machine.

    Raises Refusal("database_not_empty") where there is anything already.
    """
    from .stories import tell_stories

    if CareProvider.objects.exists():
        raise Refusal("database_not_empty", _("Databasen är inte tom. Demoregionen byggs bara i en tom."))
    start = datetime.combine(until - SPAN, time(7, 0), tzinfo=UTC)
    region = Region(rng=Random(SEED), until=until, start=start)  # noqa: S311  (a story, not a secret)
    with seeded_ids(SEED):
        tell(str(_("Enheter och personer")))
        _organisation(region)
        tell(str(_("Patienter")))
        _patients(region)
        tell_stories(region, referrals, tell)
    return region


def _organisation(region: Region) -> None:
    now = region.start
    first_administrator(
        provider_name=REGION,
        unit_name="Regionkontoret Norrsund",
        given_name=ADMIN.given,
        family_name=ADMIN.family,
        username=ADMIN.username,
        password=secrets.token_urlsafe(24),
        now=now,
    )
    admin_row = Assignment.objects.get(role="administrator")
    admin = actor_for(assignment_id=admin_row.id, person_id=admin_row.person_id, today=now.date())
    region.actors[ADMIN.username] = admin
    providers = {REGION: CareProvider.objects.get(name=REGION)}
    for name in PROVIDERS:
        if name not in providers:
            providers[name] = create_provider(name=name, actor=admin, now=now)[0]
    for unit in UNITS:
        region.units[unit.key] = create_unit(
            provider_id=providers[unit.provider].id,
            name=unit.name,
            kind="pool" if unit.pool else "care",
            local=unit.local,
            channels=unit.channels,
            street=unit.street,
            postal_code=unit.postal,
            city=unit.city,
            phone=unit.phone,
            actor=admin,
            now=now,
        )[0]
        region.keys[region.units[unit.key].id] = unit.key
    for person in PEOPLE:
        row = create_person(
            given_name=person.given, family_name=person.family, title=person.title, actor=admin, now=now
        )[0]
        region.people[person.username] = row
        create_account(
            person_id=row.id,
            username=person.username,
            password=secrets.token_urlsafe(24),
            must_change_password=False,
            actor=admin,
            now=now,
        )
        left = person.username == "gunnar.gick"
        given = assign(
            person_id=row.id,
            unit_id=region.units[person.unit].id,
            role=person.role,
            from_on=now.date(),
            to_on=region.until - timedelta(days=5) if left else None,
            actor=admin,
            now=now,
        )
        if person.unit == "pool":
            continue
        region.actors[person.username] = actor_for(assignment_id=given.id, person_id=row.id, today=now.date())
    for key in SERVED_BY_POOL:
        serve_unit(
            pool_id=region.units["pool"].id,
            unit_id=region.units[key].id,
            from_on=now.date(),
            actor=admin,
            now=now,
        )
    for person in PEOPLE:
        if person.unit == "pool":
            row_id = Assignment.objects.get(person=region.people[person.username]).id
            region.actors[person.username] = actor_for(
                assignment_id=row_id, person_id=region.people[person.username].id, today=now.date()
            )
    _routines(region, admin, now)


def _routines(region: Region, admin: Actor, now: datetime) -> None:
    managers = {p.unit: region.actors[p.username] for p in PEOPLE if p.role == "manager"}
    for here, there in FORWARDING:
        asked = request_forwarding_target(
            unit_id=region.units[here].id,
            to_unit_id=region.units[there].id,
            motivation="Vanlig vidaresändning.",
            actor=managers[here],
            now=now,
        )
        activate_forwarding_target(target_id=asked.id, actor=admin, now=now)
    request_forwarding_target(
        unit_id=region.units["hud"].id,
        to_unit_id=region.units["ogon"].id,
        motivation="Ögonlocksförändringar.",
        actor=managers["hud"],
        now=now,
    )
    for unit, manager in managers.items():
        for kind, title, text in TEMPLATES:
            save_template(
                unit_id=region.units[unit].id, kind=kind, title=title, text=text, actor=manager, now=now
            )


def _patients(region: Region) -> None:
    rng, now = region.rng, region.start
    registrar = region.actors["anna.alm"]
    people = list(names.PUBLISHED)
    for serial in range(100, 210):
        people.append(
            (
                names.reserve_number(rng, serial),
                rng.choice(names.GIVEN),
                rng.choice(names.FAMILY),
                False,
                False,
            )
        )
    for number, given, family, confidential, protected in people:
        postal, city = rng.choice(names.CITIES)
        patient, _warnings, _created = register_patient(
            number=number,
            given_name=given,
            family_name=family,
            street="" if confidential or protected else f"{rng.choice(names.STREETS)} {rng.randint(1, 40)}",
            postal_code="" if confidential or protected else postal,
            city="" if confidential or protected else city,
            phone="" if confidential or protected else f"0980-39 {rng.randint(10, 99)} {rng.randint(10, 99)}",
            interpreter_language=rng.choice(names.LANGUAGES),
            confidential=confidential,
            protected_registration=protected,
            actor=registrar,
            now=now,
        )
        region.patients.append(patient)
