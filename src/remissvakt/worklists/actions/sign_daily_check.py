"""Sign off one of the daily checks: evidence that somebody has looked, and of what there was to see."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.core.texts import clean_line
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.rules.who import LEADING

from ..daily import Check, as_kept, numbers_of
from ..models import DailyCheck


def sign_daily_check(*, unit_id: UUID, check: str, note: str, actor: Actor, now: datetime) -> DailyCheck:
    """Keep that the actor has done a check at a unit today, with the numbers as they were (A.5, A.6, A.7, B.1, B.4, C).

    The same person signing the same check again that day changes nothing and gets the first signature back.
    Refuses roles outside the unit's work ("role_not_allowed") and unknown checks ("check_unknown"); NotFound for
    another unit, and for a pool: it sees only some of the lists that the checks are about.
    """
    if actor.role not in LEADING:
        raise Refusal("role_not_allowed", _("Din roll i det här uppdraget får inte göra det här."))
    if actor.in_pool or unit_id not in actor.unit_ids:
        raise NotFound
    if check not in tuple(Check):
        raise Refusal("check_unknown", _("Den kontrollen finns inte."), field="check")
    today = local_date(now)
    note = clean_line(note, max_length=500, field="note")
    with transaction.atomic(durable=True):
        numbers = numbers_of(unit_id=unit_id, actor=actor, today=today)
        signature, _created = DailyCheck.objects.get_or_create(
            unit_id=unit_id,
            day=today,
            check_name=check,
            signed_by_id=actor.person_id,
            defaults={
                "id": new_id(now=now),
                "signed_at": now,
                "numbers": as_kept(Check(check), numbers),
                "note": note,
            },
        )
    return signature
