"""Set a password: an administrator for somebody who has lost theirs, or a person their own."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.refusal import NotFound, Refusal

from ..accounts import check_password_strength
from ..actors import Actor
from ..models import Account
from ..permissions import require_administrator


@transaction.atomic(durable=True)
def set_password(*, account_id: UUID, password: str, actor: Actor, now: datetime) -> Account:
    """Set a first password anew; it must be changed at the next login. All sessions of the account end.

    Raises NotFound; Refusal "not_allowed" or "password_weak".
    """
    require_administrator(actor)
    account = _locked(account_id)
    _write(account, password, must_change=True)
    record_admin(
        kind="password_set",
        subject_kind="person",
        subject_id=account.person_id,
        data={},
        actor=actor,
        now=now,
    )
    return account


@transaction.atomic(durable=True)
def change_own_password(*, account_id: UUID, old_password: str, password: str, now: datetime) -> Account:
    """Change the password of the one who is logged in; no assignment is needed, so there is no actor.

    Raises NotFound; Refusal "password_wrong", "password_same" or "password_weak".
    """
    account = _locked(account_id)
    if not check_password(old_password, account.password):
        raise Refusal("password_wrong", _("Det nuvarande lösenordet stämmer inte."), field="old_password")
    if old_password == password:
        raise Refusal("password_same", _("Välj ett annat lösenord än det nuvarande."), field="password")
    _write(account, password, must_change=False)
    record_admin(
        kind="password_changed",
        subject_kind="person",
        subject_id=account.person_id,
        data={},
        actor=None,
        now=now,
    )
    return account


def _locked(account_id: UUID) -> Account:
    account = Account.objects.select_for_update().filter(id=account_id).first()
    if account is None:
        raise NotFound
    return account


def _write(account: Account, password: str, *, must_change: bool) -> None:
    check_password_strength(password, account=account)
    account.password = make_password(password)
    account.must_change_password = must_change
    account.save(update_fields=["password", "must_change_password"])
