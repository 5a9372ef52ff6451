"""Give a person a login."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from remissvakt.core.refusal import NotFound

from ..accounts import make_account
from ..actors import Actor
from ..models import Account, Person
from ..permissions import require_administrator


@transaction.atomic(durable=True)
def create_account(
    *,
    person_id: UUID,
    username: str,
    password: str,
    must_change_password: bool = True,
    actor: Actor,
    now: datetime,
) -> Account:
    """Give a person a user name and a first password, which they must change at the first login.

    Raises NotFound; Refusal "not_allowed", "username_format", "username_taken", "account_exists",
    "password_weak".
    """
    require_administrator(actor)
    person = Person.objects.select_for_update().filter(id=person_id, active=True).first()
    if person is None:
        raise NotFound
    return make_account(
        person=person,
        username=username,
        password=password,
        must_change_password=must_change_password,
        actor=actor,
        now=now,
    )
