"""12. The database itself refuses to change what has happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from remissvakt.audit.append_only import missing_guards
from remissvakt.audit.models import AccessLog, AdminEvent
from remissvakt.database.triggers import missing_triggers
from remissvakt.patients.known import TRIGGERS
from remissvakt.referrals.models import Event

from ..models import NightlyReport

TABLES = tuple(model._meta.db_table for model in (Event, AccessLog, AdminEvent, NightlyReport))


def names_findable(now: datetime) -> Iterator[tuple[str, str]]:
    """Patients are found by name where a referral has been: the triggers that see to it are in place."""
    for name in missing_triggers(TRIGGERS):
        yield name, _("det som håller namnsökningen aktuell saknas")


def append_only(now: datetime) -> Iterator[tuple[str, str]]:
    """The triggers against UPDATE and DELETE are in place on every log."""
    for name in missing_guards(TABLES):
        yield name, _("skyddet mot ändring saknas")
