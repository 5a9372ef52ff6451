"""How the rows of an organisation are made, for the actions that create them. No permission, no transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal, Stale, Text
from remissvakt.core.sorting import search_key, swedish_key
from remissvakt.core.texts import clean_line

from .actors import Actor
from .models import Assignment, CareProvider, Person, PriorityLevel, Unit, UnitKind, UnitRoutine
from .typed_fields import channel_list, hsa_id_line, postal_code_line, required_line

# Rank 1 first. Each unit can have its own (change_priorities).
DEFAULT_PRIORITIES = ("Akut", "Förtur", "Normal", "Kan vänta")
_HSA_ID_TAKEN = _("HSA-id:t finns redan på en annan rad. Sök efter den i stället för att lägga upp en till.")
_UNIT_EXISTS = _("Vårdgivaren har redan en enhet med det namnet.")
PROVIDER_EXISTS = _("Det finns redan en vårdgivare med det namnet.")


def insert(row: models.Model) -> None:
    """Insert one row. Raises Refusal "hsa_id_taken" if somebody else has, or just got, its HSA-id.

    The same form sent twice at the same instant raises Stale for the second.
    """
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if type(row)._default_manager.filter(pk=row.pk).exists():
            raise Stale("already_saved", _("Det här är redan sparat.")) from error
        raise Refusal("hsa_id_taken", _HSA_ID_TAKEN, field="hsa_id") from error


def update(row: models.Model, values: dict[str, Any]) -> dict[str, Any]:
    """Write the columns that differ, and return {"before": …, "after": …} of them; empty if none did."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return {}
    before = {name: getattr(row, name) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save(update_fields=sorted(changed))
    except IntegrityError as error:
        raise Refusal("hsa_id_taken", _HSA_ID_TAKEN, field="hsa_id") from error
    return {"before": before, "after": changed}


def make_provider(
    *, name: str, hsa_id: str, actor: Actor | None, now: datetime, provider_id: UUID | None = None
) -> tuple[CareProvider, tuple[Text, ...]]:
    """Insert a care provider. Raises Refusal "provider_exists" for a name that is there already."""
    name = required_line(name, max_length=200, field="name")
    if CareProvider.objects.filter(name=name).exists():
        raise Refusal("provider_exists", PROVIDER_EXISTS, field="name")
    number, warnings = hsa_id_line(hsa_id)
    row = CareProvider(id=provider_id or new_id(now=now), name=name, hsa_id=number)
    insert(row)
    record_admin(
        kind="provider_created",
        subject_kind="provider",
        subject_id=row.id,
        data={"name": name, "hsa_id": number},
        actor=actor,
        now=now,
    )
    return row, warnings


def unit_values(
    *,
    name: str,
    hsa_id: str,
    street: str,
    postal_code: str,
    city: str,
    phone: str,
    channels: Sequence[str],
    local: bool,
    kind: str,
) -> tuple[dict[str, Any], tuple[Text, ...]]:
    """Read what was typed about a unit into its columns, with warnings."""
    name = required_line(name, max_length=200, field="name")
    number, warnings = hsa_id_line(hsa_id)
    # A pool receives no referrals, so it has no channels.
    channels = [] if kind == UnitKind.POOL else channel_list(channels, local=local)
    return {
        "name": name,
        "sort_name": swedish_key(name),
        "search_name": search_key(name),
        "hsa_id": number,
        "street": clean_line(street, max_length=200, field="street"),
        "postal_code": postal_code_line(postal_code),
        "city": clean_line(city, max_length=100, field="city"),
        "phone": clean_line(phone, max_length=40, field="phone"),
        "channels": channels,
    }, warnings


def make_unit(
    *,
    provider_id: UUID,
    kind: str,
    local: bool,
    values: dict[str, Any],
    actor: Actor | None,
    now: datetime,
    unit_id: UUID | None = None,
) -> Unit:
    """Insert a unit with the default limits and priorities. Raises NotFound or Refusal "unit_exists"."""
    if not CareProvider.objects.filter(id=provider_id, active=True).exists():
        raise NotFound
    if Unit.objects.filter(provider_id=provider_id, name=values["name"], active=True).exists():
        raise Refusal("unit_exists", _UNIT_EXISTS, field="name")
    unit = Unit(id=unit_id or new_id(now=now), provider_id=provider_id, kind=kind, local=local, **values)
    insert(unit)
    UnitRoutine.objects.bulk_create([UnitRoutine(unit=unit)])
    PriorityLevel.objects.bulk_create(
        [
            PriorityLevel(id=new_id(now=now), unit=unit, rank=rank, label=label)
            for rank, label in enumerate(DEFAULT_PRIORITIES, start=1)
        ]
    )
    record_admin(
        kind="unit_created",
        subject_kind="unit",
        subject_id=unit.id,
        data={
            "provider": provider_id,
            "kind": kind,
            "local": local,
            **{name: value for name, value in values.items() if name not in ("sort_name", "search_name")},
        },
        actor=actor,
        now=now,
        unit_id=unit.id,
    )
    return unit


def person_values(
    *, given_name: str, family_name: str, title: str, hsa_id: str
) -> tuple[dict[str, Any], tuple[Text, ...]]:
    """Read what was typed about a person who works here into columns, with warnings."""
    given = required_line(given_name, max_length=100, field="given_name")
    family = required_line(family_name, max_length=100, field="family_name")
    number, warnings = hsa_id_line(hsa_id)
    return {
        "given_name": given,
        "family_name": family,
        "sort_name": swedish_key(f"{family} {given}"),
        "title": clean_line(title, max_length=100, field="title"),
        "hsa_id": number,
    }, warnings


def make_person(
    *, values: dict[str, Any], actor: Actor | None, now: datetime, person_id: UUID | None = None
) -> Person:
    """Insert a person. Raises Refusal "hsa_id_taken"."""
    person = Person(id=person_id or new_id(now=now), **values)
    insert(person)
    record_admin(
        kind="person_created",
        subject_kind="person",
        subject_id=person.id,
        data={name: value for name, value in values.items() if name != "sort_name"},
        actor=actor,
        now=now,
    )
    return person


def make_assignment(
    *,
    person_id: UUID,
    unit_id: UUID,
    role: str,
    purpose: str,
    from_on: date,
    to_on: date | None,
    actor: Actor | None,
    now: datetime,
    assignment_id: UUID | None = None,
) -> Assignment:
    """Insert an assignment."""
    row = Assignment(
        id=assignment_id or new_id(now=now),
        person_id=person_id,
        unit_id=unit_id,
        role=role,
        purpose=required_line(purpose, max_length=100, field="purpose"),
        from_on=from_on,
        to_on=to_on,
    )
    row.save(force_insert=True)
    record_admin(
        kind="assigned",
        subject_kind="person",
        subject_id=person_id,
        data={
            "assignment": row.id,
            "role": role,
            "purpose": row.purpose,
            "from_on": from_on,
            "to_on": to_on,
        },
        actor=actor,
        now=now,
        unit_id=unit_id,
    )
    return row
