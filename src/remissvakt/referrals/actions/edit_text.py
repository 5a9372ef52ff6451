"""Save the draft of a referral as it is being written; drafts save themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal, Stale
from remissvakt.core.texts import clean_line
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import Person

from ..change import Changing, change
from ..models import Letter, ReferralVersion, Reply
from ..rules import Action
from .texts import content, priority


def edit_text(
    *,
    referral_id: UUID,
    draft_version: int,
    fields: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    to_unit_id: UUID | None = None,
    priority_rank: int | None = None,
    priority_label: str = "",
) -> ReferralVersion:
    """Store what was typed; raises Stale, naming who saved in between, and keeps both texts' owners told.

    The draft's own version is compared, so that two open tabs cannot overwrite each other unseen.
    """
    with change(
        action=Action.EDIT_TEXT, referral_id=referral_id, version=None, actor=actor, now=now
    ) as doing:
        apply_text(
            doing,
            draft_version=draft_version,
            fields=fields,
            to_unit_id=to_unit_id,
            priority_rank=priority_rank,
            priority_label=priority_label,
        )
    return doing.loop.version


def apply_text(
    doing: Changing,
    *,
    draft_version: int,
    fields: Mapping[str, Any],
    to_unit_id: UUID | None = None,
    priority_rank: int | None = None,
    priority_label: str = "",
) -> None:
    """Put typed fields into the draft, inside an action; `to_unit_id` and priority only before sending."""
    loop, version = doing.loop, doing.loop.version
    same_draft(version, draft_version)
    loop.set(
        version,
        **content(fields),
        draft_version=draft_version + 1,
        edited_at=doing.now,
        edited_by_id=doing.actor.person_id,
    )
    if doing.referral.sent_at is None:
        if to_unit_id is not None and to_unit_id != doing.referral.to_unit_id:
            loop.include_units([to_unit_id])
            if to_unit_id not in loop.units:
                raise Refusal("receiver_unknown", _("Välj vilken enhet remissen ska till."), field="to_unit")
            loop.set(doing.referral, to_unit_id=to_unit_id)
            loop.event("text_changed", side="own", receiver=to_unit_id)
        if priority_rank is not None and priority_rank != doing.referral.priority_rank:
            label = clean_line(priority_label, max_length=60, field="priority")
            loop.set(doing.referral, priority_rank=priority(priority_rank), priority_label=label)
            loop.event("text_changed", side="own", priority=label)


def same_draft(row: ReferralVersion | Reply | Letter, draft_version: int) -> None:
    """Raise Stale when somebody has saved the draft since it was shown."""
    if row.draft_version == draft_version:
        return
    name = Person.objects.filter(id=row.edited_by_id).first() if row.edited_by_id else None
    if name is None or row.edited_at is None:
        raise Stale()
    raise Stale(
        "draft_changed",
        _("%(who)s sparade texten %(when)s. Läs den nya texten innan du sparar din."),
        who=name.name,
        when=row.edited_at,
    )
