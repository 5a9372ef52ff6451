"""Write a text that the unit uses often, change it, or put it away."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.core.texts import clean_text

from ..actors import Actor
from ..models import ReplyTemplate, Unit
from ..permissions import require_lead
from ..seen import TEMPLATE, require_seen
from ..template_kinds import TEMPLATE_KINDS
from ..typed_fields import required_line

MAX_TEXT = 5000


@transaction.atomic(durable=True)
def save_template(
    *,
    unit_id: UUID,
    kind: str,
    title: str,
    text: str,
    template_id: UUID | None = None,
    fresh_id: UUID | None = None,
    version: int | None = None,
    actor: Actor,
    now: datetime,
) -> ReplyTemplate:
    """Save a new template, or with `template_id` change one of the unit's, as it was at `version`.

    `fresh_id` is a new row's id, drawn when the form was: the same form twice makes one template.
    Raises NotFound; Stale; Refusal "not_allowed", "template_kind", "missing", "text_too_long".
    """
    require_lead(actor, unit_id=unit_id)
    if kind not in TEMPLATE_KINDS:
        raise Refusal("template_kind", _("Välj vad texten är till för."), field="kind")
    title = required_line(title, max_length=100, field="title")
    text = clean_text(text, max_length=MAX_TEXT, field="text")
    if not text:
        raise Refusal("missing", _("Skriv texten."), field="text")
    if template_id is None:
        if not Unit.objects.filter(id=unit_id, local=True).exists():
            raise NotFound
        if fresh_id and (standing := ReplyTemplate.objects.filter(id=fresh_id, unit_id=unit_id).first()):
            return standing
        row = ReplyTemplate(
            id=fresh_id or new_id(now=now), unit_id=unit_id, kind=kind, title=title, text=text
        )
        row.save(force_insert=True)
    else:
        row = _locked(unit_id=unit_id, template_id=template_id)
        require_seen(template_id, kinds=TEMPLATE, version=version)
        row.kind, row.title, row.text = kind, title, text
        row.save(update_fields=["kind", "title", "text"])
    _record(row, kind="template_saved", actor=actor, now=now)
    return row


@transaction.atomic(durable=True)
def retire_template(*, unit_id: UUID, template_id: UUID, actor: Actor, now: datetime) -> None:
    """Put a template away; it stays readable. Raises NotFound; Refusal "not_allowed"."""
    require_lead(actor, unit_id=unit_id)
    row = _locked(unit_id=unit_id, template_id=template_id)
    row.active = False
    row.save(update_fields=["active"])
    _record(row, kind="template_retired", actor=actor, now=now)


def _locked(*, unit_id: UUID, template_id: UUID) -> ReplyTemplate:
    row = (
        ReplyTemplate.objects.select_for_update().filter(id=template_id, unit_id=unit_id, active=True).first()
    )
    if row is None:
        raise NotFound
    return row


def _record(row: ReplyTemplate, *, kind: str, actor: Actor, now: datetime) -> None:
    record_admin(
        kind=kind,
        subject_kind="template",
        subject_id=row.id,
        data={"kind": row.kind, "title": row.title},
        actor=actor,
        now=now,
        unit_id=row.unit_id,
    )
