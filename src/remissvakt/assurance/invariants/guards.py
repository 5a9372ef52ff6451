"""12. The database itself refuses to change what has happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from remissvakt.audit.append_only import missing_guards
from remissvakt.audit.models import AccessLog, AdminEvent
from remissvakt.referrals.models import Event

TABLES = tuple(model._meta.db_table for model in (Event, AccessLog, AdminEvent))


def append_only(now: datetime) -> Iterator[tuple[str, str]]:
    """The triggers against UPDATE and DELETE are in place on every log."""
    for name in missing_guards(TABLES):
        yield name, _("skyddet mot ändring saknas")
