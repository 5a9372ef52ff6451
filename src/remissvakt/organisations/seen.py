"""Has somebody changed it since the form was drawn? (invariant 9)

The version of what is administered is the number of the last event about it in the administrative chain: so
whoever is too late is told who changed what, and when. Events of other kinds about the same unit or person do
not disturb.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from remissvakt.audit.kinds import kind_label
from remissvakt.audit.models import AdminEvent
from remissvakt.core.refusal import Stale

PROVIDER = ("provider_created", "provider_changed")
UNIT = ("unit_created", "unit_changed")
ROUTINE = ("routine_changed",)
PRIORITIES = ("priorities_changed",)
TEMPLATE = ("template_saved", "template_retired")
PERSON = ("person_created", "person_changed")


def version_of(subject_id: UUID, *, kinds: Collection[str]) -> int:
    """Return the number of the last event of these kinds about a subject; 0 if there is none."""
    last = _last(subject_id, kinds)
    return last.sequence if last else 0


def require_seen(subject_id: UUID, *, kinds: Collection[str], version: int | None) -> None:
    """Raise Stale if something happened after `version`. None, from doors without a form, asks nothing."""
    last = _last(subject_id, kinds) if version is not None else None
    if last is not None and version is not None and last.sequence > version:
        raise Stale(who=last.person_name, what=kind_label(last.kind), when=last.at)


def _last(subject_id: UUID, kinds: Collection[str]) -> AdminEvent | None:
    rows = AdminEvent.objects.filter(subject_id=subject_id, kind__in=list(kinds))
    return rows.order_by("-sequence").first()
