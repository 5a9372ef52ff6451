"""Units and people of a made-up region, all alike, so that a history of one fits any other.

Written straight into an empty database: nobody administers them, and their names say what they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password

from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.core.sorting import search_key, swedish_key
from remissvakt.organisations.actors import Actor, actor_for
from remissvakt.organisations.making import DEFAULT_PRIORITIES
from remissvakt.organisations.models import (
    Account,
    Assignment,
    CareProvider,
    ForwardingTarget,
    Person,
    PriorityLevel,
    Role,
    Unit,
    UnitRoutine,
)

PASSWORD = "bara-for-matningen-1"  # noqa: S105 - of people who do not exist, in a database made to be measured
YEARS = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Place:
    """A unit with its doctor and secretary, and who they act as."""

    unit: Unit
    doctor: Actor
    secretary: Actor

    def words(self) -> list[str]:
        """Everything in a row that says that it is this place's, always in the same order."""
        found = [str(self.unit.id), self.unit.name]
        for actor in (self.doctor, self.secretary):
            found += [str(actor.person_id), actor.person_name, str(actor.assignment_id)]
        return found


@dataclass(frozen=True, slots=True)
class Region:
    """`models` are the three places at which the model histories happen; `outside` is reached on paper."""

    places: list[Place]
    models: tuple[Place, Place, Place]
    outside: Unit


def make_region(*, units: int, now: datetime) -> Region:
    """Fill an empty database with units and people. Every unit may forward to the one after it."""
    provider = CareProvider(id=new_id(now=now), name="Regionen")
    provider.save(force_insert=True)
    password = make_password(PASSWORD)
    models = [_place(provider, f"Modell{letter}", password, now) for letter in "ABC"]
    places = [_place(provider, f"Enhet{number:04}", password, now) for number in range(units)]
    outside = _unit(provider, "Utom regionen", now, local=False)
    _forwarding(models, now)
    _forwarding(places, now)
    return Region(places=places, models=(models[0], models[1], models[2]), outside=outside)


def username(number: int, role: str) -> str:
    """The login of the doctor or secretary of a unit; the password is PASSWORD."""
    return f"{role}.enhet{number:04}"


def _unit(provider: CareProvider, name: str, now: datetime, *, local: bool = True) -> Unit:
    unit = Unit(
        id=new_id(now=now),
        provider=provider,
        local=local,
        name=name,
        sort_name=swedish_key(name),
        search_name=search_key(name),
        channels=["local"] if local else ["paper"],
    )
    unit.save(force_insert=True)
    if local:
        UnitRoutine.objects.bulk_create([UnitRoutine(unit=unit)])
        PriorityLevel.objects.bulk_create(
            PriorityLevel(id=new_id(now=now), unit=unit, rank=rank, label=label)
            for rank, label in enumerate(DEFAULT_PRIORITIES, start=1)
        )
    return unit


def _place(provider: CareProvider, name: str, password: str, now: datetime) -> Place:
    unit = _unit(provider, name, now)
    today = local_date(now)
    doctor = _person(unit, "Doktor", Role.DOCTOR, password, now, today)
    return Place(unit, doctor, _person(unit, "Sekreterare", Role.SECRETARY, password, now, today))


def _person(unit: Unit, title: str, role: Role, password: str, now: datetime, today: date) -> Actor:
    person = Person(
        id=new_id(now=now),
        given_name=title,
        family_name=unit.name,
        sort_name=swedish_key(f"{unit.name} {title}"),
    )
    person.save(force_insert=True)
    name = f"{title}.{unit.name}".lower()
    Account(id=new_id(now=now), username=name, person=person, password=password).save(force_insert=True)
    assignment = Assignment(
        id=new_id(now=now),
        person=person,
        unit=unit,
        role=role,
        purpose="Vård och behandling",
        from_on=today - YEARS,
    )
    assignment.save(force_insert=True)
    return actor_for(assignment_id=assignment.id, person_id=person.id, today=today)


def _forwarding(places: list[Place], now: datetime) -> None:
    ForwardingTarget.objects.bulk_create(
        ForwardingTarget(
            id=new_id(now=now),
            unit=here.unit,
            to_unit=there.unit,
            state="active",
            slot=1,
            requested_at=now,
            requested_by_id=here.doctor.person_id,
            decided_at=now,
            decided_by_id=here.doctor.person_id,
        )
        for here, there in zip(places, [*places[1:], places[0]], strict=True)
        if here is not there
    )
