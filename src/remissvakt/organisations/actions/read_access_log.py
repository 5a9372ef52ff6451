"""Review who has read patients' data: the sampling and follow-up of HSLF-FS 2016:40, 4 kap. 9 §.

Reading the log is itself an administrative event: who looked, at whose reading, and how much. What the log shows
is who read and when, never what; patients stand in it by id alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.admin_events import record_admin
from remissvakt.audit.models import AccessLog
from remissvakt.core.clock import start_of_local_day
from remissvakt.core.refusal import Refusal
from remissvakt.core.texts import clean_text

from ..actors import Actor
from ..periods import require_period
from ..permissions import require_administrator

_NUMBER = re.compile(r"[0-9]{6}[-+ ]?[0-9A-Za-z]{4}")
MAX_REMARK = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which reads: of a patient, by a person, at a unit, of a kind (none: any); Swedish days, `last` included."""

    first: date
    last: date
    patient_id: UUID | None = None
    person_id: UUID | None = None
    unit_id: UUID | None = None
    action: str = ""

    def rows(self) -> QuerySet[AccessLog]:
        """The reads, the latest first."""
        rows = AccessLog.objects.filter(
            at__gte=start_of_local_day(self.first), at__lt=start_of_local_day(self.last + timedelta(days=1))
        )
        for column in ("patient_id", "person_id", "unit_id"):
            if (value := getattr(self, column)) is not None:
                rows = rows.filter(**{column: value})
        if self.action:
            rows = rows.filter(action=self.action)
        return rows.order_by("-at", "-id")


@transaction.atomic(durable=True)
def read_access_log(
    *, asked: Asked, how: str, offset: int = 0, limit: int, actor: Actor, now: datetime
) -> tuple[Sequence[AccessLog], int]:
    """Return up to `limit` reads from `offset` on, and how many there are in all.

    `how` is "page", "file", or "sample": then `limit` reads are drawn at random. Raises Refusal
    "not_allowed", "period_backwards".
    """
    require_administrator(actor)
    require_period(from_on=asked.first, to_on=asked.last, field="last")
    rows = asked.rows()
    total = rows.count()
    offset = min(offset, max(total - 1, 0) // limit * limit)  # beyond the last page is the last
    chosen = rows.order_by("?")[:limit] if how == "sample" else rows[offset : offset + limit]
    found = sorted(chosen, key=lambda row: (row.at, row.id), reverse=True)
    _record("access_log_read", asked, {"how": how, "shown": len(found)}, actor=actor, now=now)
    return found, total


@transaction.atomic(durable=True)
def note_review(*, asked: Asked, remark: str, actor: Actor, now: datetime) -> None:
    """Keep that these reads were reviewed, and what was found.

    Raises Refusal "not_allowed", "missing", "remark_number".
    """
    require_administrator(actor)
    text = clean_text(remark, max_length=MAX_REMARK, field="remark")
    if not text:
        raise Refusal("missing", _("Skriv vad granskningen visade."), field="remark")
    if _NUMBER.search(text):
        raise Refusal("remark_number", _("Skriv inga personnummer i anteckningen."), field="remark")
    data = {"remark": text, "reads": asked.rows().count()}
    _record("access_log_reviewed", asked, data, actor=actor, now=now)


def _record(kind: str, asked: Asked, data: dict[str, Any], *, actor: Actor, now: datetime) -> None:
    subject = next(
        (
            (name, value)
            for name in ("patient", "person", "unit")
            if (value := getattr(asked, f"{name}_id")) is not None
        ),
        ("unit", actor.unit_id),
    )
    chosen: dict[str, Any] = {
        name: value
        for name in ("patient_id", "person_id", "unit_id")
        if (value := getattr(asked, name)) is not None
    }
    if asked.action:
        chosen["action"] = asked.action
    record_admin(
        kind=kind,
        subject_kind=subject[0],
        subject_id=subject[1],
        data={"first": asked.first, "last": asked.last, **chosen, **data},
        actor=actor,
        now=now,
        unit_id=asked.unit_id,
    )
