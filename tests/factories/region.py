"""A region of two care providers, five units and a pool, with people in every role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from remissvakt.core.clock import local_date
from remissvakt.core.identifiers import read_patient_number
from remissvakt.core.ids import new_id
from remissvakt.core.sorting import search_key, swedish_key
from remissvakt.organisations.actors import Actor, actor_for
from remissvakt.organisations.models import (
    Assignment,
    CareProvider,
    ForwardingTarget,
    Person,
    PoolService,
    PriorityLevel,
    Unit,
    UnitRoutine,
)
from remissvakt.patients.models import Patient

# Published test numbers (Skatteverket, Inera); no other may stand in the repository.
PUBLISHED_NUMBERS = (
    "191212121212",
    "194408139089",
    "199006022397",
    "199107172380",
    "199610202385",
    "190104132386",
    "200001052380",
    "199312172381",
    "195711212893",
    "196109732393",
    "200001252386",
    "189602029812",
)
EVER = date(2020, 1, 1)


@dataclass(slots=True)
class Region:
    """Units and people. Every person is an `Actor`, as of the day of `make_region`."""

    region: CareProvider
    company: CareProvider

    health_centre: Unit  # Vårdcentralen Eken: refers
    eye_clinic: Unit  # Ögonkliniken: receives; may forward to the skin clinic, the company and outside
    skin_clinic: Unit  # Hudkliniken: is no party to what the others do
    company_clinic: Unit  # Nordöga: local, of the other care provider
    outside_unit: Unit  # Universitetssjukhuset: of the other care provider, reached on paper
    other_outside_unit: Unit
    pool: Unit  # Sekreterarpoolen: serves the health centre and the eye clinic

    referrer: Actor  # Anna, doctor at the health centre
    other_referrer: Actor  # Arvid, doctor there
    nurse: Actor  # Nina, clinician there
    secretary: Actor  # Sara, secretary there
    manager: Actor  # Mona, manager there
    assessor: Actor  # Olle, doctor at the eye clinic
    other_assessor: Actor  # Ylva, doctor there
    optician: Actor  # Owe, clinician there
    eye_secretary: Actor  # Åsa, secretary there
    eye_manager: Actor  # Ulla, manager there
    skin_doctor: Actor
    skin_secretary: Actor
    company_doctor: Actor
    company_secretary: Actor
    pool_secretary: Actor
    administrator: Actor

    patient: Patient  # Tolvan Tolvansson
    other_patient: Patient
    protected_patient: Patient

    @property
    def people(self) -> dict[str, Actor]:
        """Every person by the name of the attribute."""
        return {name: value for name in self.__slots__ if isinstance(value := getattr(self, name), Actor)}

    @property
    def units(self) -> dict[str, Unit]:
        """Every unit by the name of the attribute."""
        return {name: value for name in self.__slots__ if isinstance(value := getattr(self, name), Unit)}


def make_unit(
    *,
    provider: CareProvider,
    name: str,
    now: datetime,
    local: bool = True,
    kind: str = "care",
    channels: Sequence[str] = ("local",),
) -> Unit:
    """A unit with the default limits and a priority scale."""
    unit = Unit(
        id=new_id(now=now),
        provider=provider,
        kind=kind,
        local=local,
        name=name,
        sort_name=swedish_key(name),
        search_name=search_key(name),
        channels=list(channels),
    )
    unit.save(force_insert=True)
    if local:
        UnitRoutine.objects.bulk_create([UnitRoutine(unit=unit)])
        PriorityLevel.objects.bulk_create(
            PriorityLevel(id=new_id(now=now), unit=unit, rank=rank, label=label)
            for rank, label in enumerate(("Akut", "Hög", "Normal", "Låg"), start=1)
        )
    return unit


def make_person(
    *,
    given_name: str,
    family_name: str,
    unit: Unit,
    role: str,
    now: datetime,
    from_on: date = EVER,
    to_on: date | None = None,
) -> Actor:
    """A person with one assignment, acting in it."""
    person = Person(
        id=new_id(now=now),
        given_name=given_name,
        family_name=family_name,
        sort_name=swedish_key(f"{family_name} {given_name}"),
    )
    person.save(force_insert=True)
    assignment = Assignment(
        id=new_id(now=now),
        person=person,
        unit=unit,
        role=role,
        purpose="Vård och behandling" if role != "administrator" else "Administration",
        from_on=from_on,
        to_on=to_on,
    )
    assignment.save(force_insert=True)
    return actor_for(assignment_id=assignment.id, person_id=person.id, today=local_date(now))


def make_patient(
    *, given_name: str, family_name: str, number: str, now: datetime, protected: bool = False
) -> Patient:
    """A patient with one of the published numbers."""
    assert number in PUBLISHED_NUMBERS
    read = read_patient_number(number, today=local_date(now))
    patient = Patient(
        id=new_id(now=now),
        number_kind=read.kind.value,
        number=read.value,
        given_name=given_name,
        family_name=family_name,
        sort_name=swedish_key(f"{family_name} {given_name}"),
        search_family=search_key(family_name),
        search_given=search_key(given_name),
        street="Storgatan 1",
        postal_code="123 45",
        city="Ekby",
        phone="070-174 06 05",
        protected_registration=protected,
    )
    patient.save(force_insert=True)
    return patient


def _may_forward(unit: Unit, to: Sequence[Unit], *, by: Actor, now: datetime) -> None:
    ForwardingTarget.objects.bulk_create(
        ForwardingTarget(
            id=new_id(now=now),
            unit=unit,
            to_unit=target,
            state="active",
            slot=slot,
            requested_at=now,
            requested_by_id=by.person_id,
            decided_at=now,
            decided_by_id=by.person_id,
        )
        for slot, target in enumerate(to, start=1)
    )


def make_region(*, now: datetime) -> Region:
    """Everything above. About 80 statements."""
    region = CareProvider(id=new_id(now=now), name="Region Ekland")
    company = CareProvider(id=new_id(now=now), name="Nordöga AB")
    CareProvider.objects.bulk_create([region, company])
    health_centre = make_unit(provider=region, name="Vårdcentralen Eken", now=now)
    eye_clinic = make_unit(provider=region, name="Ögonkliniken", now=now)
    skin_clinic = make_unit(provider=region, name="Hudkliniken", now=now)
    company_clinic = make_unit(provider=company, name="Nordöga", now=now)
    outside = {"provider": company, "local": False, "now": now}
    outside_unit = make_unit(name="Universitetssjukhuset", channels=["paper"], **outside)
    other_outside_unit = make_unit(name="Kustsjukhuset", channels=["phone", "paper"], **outside)
    pool = make_unit(provider=region, name="Sekreterarpoolen", kind="pool", channels=[], now=now)
    PoolService.objects.bulk_create(
        PoolService(id=new_id(now=now), pool=pool, unit=unit, from_on=EVER)
        for unit in (health_centre, eye_clinic)
    )

    def person(given_name: str, family_name: str, unit: Unit, role: str) -> Actor:
        return make_person(given_name=given_name, family_name=family_name, unit=unit, role=role, now=now)

    made = Region(
        region=region,
        company=company,
        health_centre=health_centre,
        eye_clinic=eye_clinic,
        skin_clinic=skin_clinic,
        company_clinic=company_clinic,
        outside_unit=outside_unit,
        other_outside_unit=other_outside_unit,
        pool=pool,
        referrer=person("Anna", "Almgren", health_centre, "doctor"),
        other_referrer=person("Arvid", "Ask", health_centre, "doctor"),
        nurse=person("Nina", "Nyberg", health_centre, "clinician"),
        secretary=person("Sara", "Sjö", health_centre, "secretary"),
        manager=person("Mona", "Malm", health_centre, "manager"),
        assessor=person("Olle", "Öberg", eye_clinic, "doctor"),
        other_assessor=person("Ylva", "Yng", eye_clinic, "doctor"),
        optician=person("Owe", "Oskarsson", eye_clinic, "clinician"),
        eye_secretary=person("Åsa", "Åberg", eye_clinic, "secretary"),
        eye_manager=person("Ulla", "Udd", eye_clinic, "manager"),
        skin_doctor=person("Hedda", "Holm", skin_clinic, "doctor"),
        skin_secretary=person("Hugo", "Hag", skin_clinic, "secretary"),
        company_doctor=person("Petra", "Palm", company_clinic, "doctor"),
        company_secretary=person("Pia", "Ponti", company_clinic, "secretary"),
        pool_secretary=person("Paula", "Prim", pool, "secretary"),
        administrator=person("Adam", "Adelsson", health_centre, "administrator"),
        patient=make_patient(given_name="Tolvan", family_name="Tolvansson", number="191212121212", now=now),
        other_patient=make_patient(given_name="Åke", family_name="Ärlig", number="194408139089", now=now),
        protected_patient=make_patient(
            given_name="Skyddad", family_name="Person", number="200001252386", now=now, protected=True
        ),
    )
    _may_forward(
        eye_clinic,
        [skin_clinic, company_clinic, outside_unit, health_centre],
        by=made.eye_manager,
        now=now,
    )
    _may_forward(skin_clinic, [eye_clinic], by=made.skin_doctor, now=now)
    return made
