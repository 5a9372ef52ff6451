"""Make the first administrator of an installation, from the console: nobody is there to allow it yet."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.core.clock import local_date
from remissvakt.core.refusal import Refusal

from ..accounts import make_account
from ..administrators import administrators
from ..making import make_assignment, make_person, make_provider, make_unit, person_values, unit_values
from ..models import Account, CareProvider, Channel, Role, Unit, UnitKind
from ..typed_fields import required_line

PURPOSE = "Administration"


@transaction.atomic(durable=True)
def first_administrator(
    *,
    provider_name: str,
    unit_name: str,
    given_name: str,
    family_name: str,
    username: str,
    password: str,
    now: datetime,
) -> Account:
    """Make a provider and a unit (unless they are there), a person, a login and an administrator's assignment.

    Raises Refusal "administrator_exists" as long as somebody can administer the installation today, and
    what the parts raise: "missing", "username_taken", "password_weak".
    """
    today = local_date(now)
    if administrators(today=today).exists():
        raise Refusal(
            "administrator_exists",
            _("Det finns redan en administratör. Hen lägger upp fler under Administration."),
        )
    provider_name = required_line(provider_name, max_length=200, field="provider_name")
    unit_name = required_line(unit_name, max_length=200, field="unit_name")
    provider = CareProvider.objects.filter(name=provider_name, active=True).first()
    if provider is None:
        provider, _warnings = make_provider(name=provider_name, hsa_id="", actor=None, now=now)
    unit = Unit.objects.filter(provider=provider, name=unit_name, local=True, active=True).first()
    if unit is None:
        values, _warnings = unit_values(
            name=unit_name,
            hsa_id="",
            street="",
            postal_code="",
            city="",
            phone="",
            channels=[Channel.LOCAL.value, Channel.PAPER.value],
            local=True,
            kind=UnitKind.CARE,
        )
        unit = make_unit(
            provider_id=provider.id, kind=UnitKind.CARE.value, local=True, values=values, actor=None, now=now
        )
    values, _warnings = person_values(given_name=given_name, family_name=family_name, title="", hsa_id="")
    person = make_person(values=values, actor=None, now=now)
    make_assignment(
        person_id=person.id,
        unit_id=unit.id,
        role=Role.ADMINISTRATOR,
        purpose=PURPOSE,
        from_on=today,
        to_on=None,
        actor=None,
        now=now,
    )
    return make_account(
        person=person, username=username, password=password, must_change_password=False, actor=None, now=now
    )
