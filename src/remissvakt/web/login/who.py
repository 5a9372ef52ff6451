"""Who asks, and what stands around every page of theirs: two statements, whose SQL and plans are ready.

The account is read by the backend when Django looks for the user of the session, the assignment with all else here.
Everything is what is so now: nothing is remembered from one request to the next (S6).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.backends import ModelBackend
from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from remissvakt.core.ids import parse_id
from remissvakt.core.refusal import NotFound
from remissvakt.database.prepared import Prepared
from remissvakt.delegation.queries import borrowed_pairs, delegations_in_force
from remissvakt.organisations.actors import Actor, actor_of, assignments_to_act_in
from remissvakt.organisations.models import Account, Assignment
from remissvakt.worklists.models import DailyCheck, Favourite


@dataclass(frozen=True, slots=True)
class Around:
    """What the frame of a page tells: how many of the unit's checks are done today, and whether one has favourites."""

    checks_done: int
    has_favourites: bool


class Backend(ModelBackend):
    """Django's own way to log in. Only the account of a session is read in another way: by a plan that is ready."""

    def get_user(self, user_id: Any) -> Account | None:
        account_id = parse_id(str(user_id))
        account = None if account_id is None else next(iter(_ACCOUNT(account_id=account_id)), None)
        return account if account is not None and self.user_can_authenticate(account) else None


def who_acts(*, assignment_id: UUID, person_id: UUID, today: date) -> tuple[Actor, Around]:
    """The actor of a chosen assignment with what is lent to them now (C.3); NotFound if it is not valid today."""
    row: Any = next(iter(_CHOSEN(assignment_id=assignment_id, person_id=person_id, today=today)), None)
    if row is None:
        raise NotFound
    actor = actor_of(row, today=today)
    if row.has_loans:
        actor = with_loans(actor, today=today)
    return actor, Around(checks_done=row.checks_done, has_favourites=row.has_favourites)


def with_loans(actor: Actor, *, today: date) -> Actor:
    """The actor with what is lent to them now (C.3)."""
    lent = borrowed_pairs(to_person_id=actor.person_id, unit_ids=actor.unit_ids, today=today)
    return replace(actor, stands_in=lent) if lent else actor


def _account(*, account_id: UUID) -> QuerySet[Account]:
    return Account.objects.filter(pk=account_id)


def _chosen(*, assignment_id: UUID, person_id: UUID, today: date) -> QuerySet[Assignment]:
    checks = DailyCheck.objects.filter(unit_id=OuterRef("unit_id"), day=today).order_by().values("unit_id")
    done = checks.annotate(n=Count("check_name", distinct=True)).values("n")
    return (
        assignments_to_act_in(today=today)
        .filter(id=assignment_id, person_id=person_id)
        .annotate(
            # At whichever unit: which of a pool's it is, is read with the loans themselves.
            has_loans=Exists(delegations_in_force(today=today).filter(to_person_id=person_id)),
            has_favourites=Exists(Favourite.objects.filter(person_id=person_id)),
            checks_done=Coalesce(Subquery(done, output_field=IntegerField()), 0),
        )
    )


_ACCOUNT = Prepared(_account)
_CHOSEN = Prepared(_chosen)
