"""Register somebody who begins here, with what they need to begin: an assignment and a login, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import NotFound, Refusal, Text

from ..accounts import make_account, suggest_username
from ..actors import Actor
from ..making import make_assignment, make_person, person_values
from ..models import Account, Person, Role, Unit
from ..periods import require_period
from ..permissions import require_administrator
from .assign import usual_purpose


@dataclass(frozen=True, slots=True)
class Employee:
    """What was made. `created` is False when the same form had made it before; `account` None without a login."""

    person: Person
    account: Account | None
    warnings: tuple[Text, ...]
    created: bool


@transaction.atomic(durable=True)
def register_employee(
    *,
    person_id: UUID,
    given_name: str,
    family_name: str,
    title: str = "",
    hsa_id: str = "",
    unit_id: UUID,
    role: str,
    from_on: date,
    to_on: date | None = None,
    password: str | None,
    username: str = "",
    actor: Actor,
    now: datetime,
) -> Employee:
    """Make a person, an assignment and, with a `password`, a login whose password must be changed at once.

    `person_id` is the new row's id, drawn when the form was: the same form twice makes one person. Without
    a `username` one is made of the name. Raises NotFound for the unit; Refusal "not_allowed", "missing",
    "hsa_id_taken", "role_unknown", "period_backwards", "username_…", "password_…".
    """
    require_administrator(actor)
    standing = Person.objects.filter(id=person_id).first()
    if standing is not None:
        return Employee(standing, Account.objects.filter(person=standing).first(), (), created=False)
    if role not in Role.values:
        raise Refusal("role_unknown", _("Välj en roll."), field="role")
    require_period(from_on=from_on, to_on=to_on)
    if not Unit.objects.filter(id=unit_id, local=True, active=True).exists():
        raise NotFound
    values, warnings = person_values(
        given_name=given_name, family_name=family_name, title=title, hsa_id=hsa_id
    )
    person = make_person(values=values, person_id=person_id, actor=actor, now=now)
    make_assignment(
        person_id=person.id,
        unit_id=unit_id,
        role=role,
        purpose=usual_purpose(role),
        from_on=from_on,
        to_on=to_on,
        actor=actor,
        now=now,
    )
    account = None
    if password is not None:
        account = make_account(
            person=person,
            username=username or suggest_username(person),
            password=password,
            must_change_password=True,
            actor=actor,
            now=now,
        )
    return Employee(person, account, warnings, created=True)
