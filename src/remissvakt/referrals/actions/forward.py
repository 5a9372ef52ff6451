"""Forward a case that this unit cannot take; custody never drops (B.5)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from remissvakt.core.ids import new_id
from remissvakt.core.refusal import Refusal
from remissvakt.core.texts import clean_line
from remissvakt.database.together import Together
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import ForwardingTarget, Unit

from ..change import Changing, change
from ..loop import unit_facts
from ..models import Case, Contact, ReferralVersion
from ..rules import Action
from ..states import ReplyKind, VersionReason
from ..ways import CONTACT_WAYS
from .confirm import finish, put_reply
from .deliver import send_out
from .texts import CONTENT_FIELDS, coming_day, one_of, wanted, wanted_line


def forward(
    *,
    case_id: UUID,
    version: int,
    reply_id: UUID,
    to_unit_id: UUID,
    reason: str,
    consent: str,
    actor: Actor,
    now: datetime,
) -> Case:
    """Send the same content to a unit activated for forwarding, and tell the first referrer by VID.

    `consent` says how the patient consented; required where the care provider changes. This unit
    keeps an obligation until the new one has confirmed. Returns the new case.
    """
    with change(action=Action.FORWARD, case_id=case_id, version=version, actor=actor, now=now) as doing:
        case = doing.case
        assert case is not None
        _check_target(doing, case, to_unit_id)
        here, there = doing.loop.units[case.unit_id], doing.loop.units[to_unit_id]
        agreed = clean_line(consent, max_length=300, field="consent")
        if here.provider_id != there.provider_id and not agreed:
            raise Refusal(
                "consent_missing",
                _("Vidaresändning till en annan vårdgivare kräver patientens samtycke: skriv hur det gavs."),
                field="consent",
            )
        why = wanted(reason, field="reason")
        reply = put_reply(doing, reply_id=reply_id, kind=ReplyKind.FORWARDED, text=why)
        reply.forwarded_to_id = to_unit_id
        doing.loop.event(
            "forwarded", reply=reply_id, to=to_unit_id, to_name=there.name, reason=why, consent=bool(agreed)
        )
        finish(doing, reply)
        doing.loop.set(case, forward_reason=why, forward_consent=agreed)
        new = next(row for row in doing.loop.cases if row.came_from_id == case.id)
        _send_on(doing, case, new)
    return new


def _check_target(doing: Changing, case: Case, to_unit_id: UUID) -> None:
    found = _TARGET(unit_id=case.unit_id, to_unit_id=to_unit_id)
    doing.loop.units |= {unit.id: unit_facts(unit) for unit in found["units"]}
    if not found["active"]:
        raise Refusal(
            "forwarding_not_activated",
            _(
                "Vidaresändning dit är inte aktiverad för enheten. Enhetschefen begär det hos administratören."
            ),
            field="to_unit",
        )


_TARGET = Together(
    lambda *, unit_id, to_unit_id: {
        "active": ForwardingTarget.objects.filter(
            unit_id=unit_id, to_unit_id=to_unit_id, state="active", to_unit__active=True
        ),
        "units": Unit.objects.select_related("routine").filter(id=to_unit_id),
    }
)


def _send_on(doing: Changing, case: Case, new: Case) -> None:
    """Identical content as the next version, on its way from this unit to the new one."""
    loop = doing.loop
    former = max((v for v in loop.versions if v.sent_at is not None), key=lambda v: v.number)
    number = max(v.number for v in loop.versions) + 1
    draft = next((v for v in loop.versions if v.sent_at is None and v.voided_at is None), None)
    if draft is not None:
        # A change that the sender has begun comes after what is forwarded, and goes to the new unit.
        number = draft.number
        loop.set(draft, number=number + 1)
    version = loop.add(
        ReferralVersion(
            id=new_id(now=doing.now),
            referral=doing.referral,
            number=number,
            reason=VersionReason.FORWARDED.value,
            author_id=former.author_id,
            created_at=doing.now,
            completed_at=former.completed_at,
            completed_by_id=former.completed_by_id,
            signed_at=former.signed_at,
            signed_by_id=former.signed_by_id,
            sent_at=doing.now,
            sent_by_id=doing.actor.person_id,
            **{name: getattr(former, name) for name in CONTENT_FIELDS},
        )
    )
    send_out(doing, to_unit_id=new.unit_id, due_on=doing.today, version=version, from_unit_id=case.unit_id)


def chase_forwarded(
    *,
    case_id: UUID,
    version: int,
    how: str,
    reached: str,
    said: str,
    watch_on: date,
    actor: Actor,
    now: datetime,
) -> Contact:
    """The new unit has not confirmed: it was contacted, and the custody has a new date."""
    with change(
        action=Action.CHASE_FORWARDED, case_id=case_id, version=version, actor=actor, now=now
    ) as doing:
        case = doing.case
        assert case is not None
        contact = doing.loop.add(
            Contact(
                id=new_id(now=now),
                referral=doing.referral,
                unit_id=case.unit_id,
                made_at=now,
                made_by_id=actor.person_id,
                how=one_of(how, CONTACT_WAYS, field="how"),
                reached=wanted_line(reached, field="reached"),
                said=wanted(said, field="said"),
                watch_on=coming_day(watch_on, today=doing.today, field="watch_on"),
            )
        )
        doing.loop.event(
            "forwarded_chased",
            side="own",
            how=how,
            reached=contact.reached,
            said=contact.said,
            old=case.forward_watch_on,
            new=watch_on,
        )
        doing.loop.set(case, forward_watch_on=watch_on)
        doing.loop.bump(case)
    return contact
