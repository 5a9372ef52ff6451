"""Who can administer the installation today? Somebody always must."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal

from .actors import valid_on
from .models import Assignment, Role


def administrators(*, today: date) -> QuerySet[Assignment]:
    """The assignments with which somebody can log in and administer today."""
    return Assignment.objects.filter(
        valid_on(today),
        role=Role.ADMINISTRATOR,
        person__active=True,
        person__account__is_active=True,
        unit__active=True,
    )


def refuse_without_administrator(
    *, today: date, without_person: UUID | None = None, without_assignment: UUID | None = None
) -> None:
    """Raise Refusal "last_administrator" if nobody would be left without this person, or this assignment."""
    present = administrators(today=today)
    left = present.exclude(person_id=without_person) if without_person else present
    left = left.exclude(id=without_assignment) if without_assignment else left
    if present.exists() and not left.exists():
        raise Refusal("last_administrator", _("Det måste finnas en administratör. Utse en annan först."))
