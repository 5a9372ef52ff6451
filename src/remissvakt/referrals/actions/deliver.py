"""How a version, a reply or a letter leaves, and what becomes of it on the way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from remissvakt.core.ids import new_id
from remissvakt.core.refusal import Stale
from remissvakt.documents.models import PaperCode
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import Channel

from ..change import Changing, change
from ..models import Delivery, Letter, ReferralVersion, Reply
from ..rules import Action
from ..states import DeliveryState
from .texts import one_of, wanted_line

OUTSIDE_CHANNELS = (Channel.PAPER.value, Channel.PHONE.value)


def send_out(
    doing: Changing,
    *,
    to_unit_id: UUID | None,
    due_on: date,
    version: ReferralVersion | None = None,
    reply: Reply | None = None,
    letter: Letter | None = None,
    channel: str = "",
    from_unit_id: UUID | None = None,
) -> Delivery:
    """Put one message on its way, from the replying unit, or the sender, if nothing else is said.

    Inside the installation it arrives with the transaction itself; outside it waits in Att skicka until
    somebody has posted it. `to_unit_id` None is the patient.
    """
    receiver = doing.loop.units[to_unit_id] if to_unit_id else None
    if receiver is not None and receiver.local:
        channel = Channel.LOCAL.value
    elif not channel:
        usable = [one for one in receiver.channels if one in OUTSIDE_CHANNELS] if receiver else []
        channel = usable[0] if usable else Channel.PAPER.value
    if from_unit_id is None:
        from_unit_id = reply.from_unit_id if reply else doing.referral.referrer_unit_id
    assert from_unit_id is not None  # replies come from a unit, and so do versions
    delivery = Delivery(
        id=new_id(now=doing.now),
        referral=doing.referral,
        referral_version=version,
        reply=reply,
        letter=letter,
        from_unit_id=from_unit_id,
        to_unit_id=to_unit_id,
        channel=channel,
        state=DeliveryState.QUEUED.value,
        queued_at=doing.now,
        queued_by_id=doing.actor.person_id,
        due_on=due_on,
    )
    if channel == Channel.LOCAL.value:
        delivery.state = DeliveryState.DELIVERED.value
        delivery.sent_at = delivery.delivered_at = doing.now
        delivery.sent_by_id = doing.actor.person_id
    return doing.loop.add(delivery)


def mark_printed(
    *,
    delivery_id: UUID,
    version: int,
    printed_file_id: str,
    tokens: Mapping[str, str],
    actor: Actor,
    now: datetime,
) -> Delivery:
    """It is on paper, as the stored file shows, with these tokens in its codes; it is still to be posted.

    Printed again it keeps its tokens: whoever comes with others has a paper that no list would know.
    """
    with change(
        action=Action.MARK_PRINTED, delivery_id=delivery_id, version=version, actor=actor, now=now
    ) as doing:
        delivery = doing.delivery
        assert delivery is not None
        known = dict(PaperCode.objects.filter(delivery=delivery).values_list("kind", "token"))
        for kind, token in tokens.items():
            if known.get(kind, token) != token:
                raise Stale()
            if kind not in known:
                doing.loop.add(
                    PaperCode(
                        token=token,
                        kind=kind,
                        referral=doing.referral,
                        delivery=delivery,
                        unit_id=delivery.from_unit_id,
                        made_at=now,
                    )
                )
        again = delivery.printed_at is not None
        doing.loop.set(
            delivery, printed_at=now, printed_by_id=actor.person_id, printed_file_id=printed_file_id
        )
        doing.loop.bump(doing.referral)
        doing.loop.event("printed", side="own", to=delivery.to_unit_id, file=printed_file_id, again=again)
    return delivery


def mark_posted(*, delivery_id: UUID, version: int, actor: Actor, now: datetime) -> Delivery:
    """It has been printed and posted, or told by phone."""
    with change(
        action=Action.MARK_POSTED, delivery_id=delivery_id, version=version, actor=actor, now=now
    ) as doing:
        assert doing.delivery is not None
        doing.loop.set(
            doing.delivery,
            state=DeliveryState.POSTED.value,
            sent_at=now,
            sent_by_id=actor.person_id,
        )
        doing.loop.bump(doing.referral)
        doing.loop.event("posted", side="own", channel=doing.delivery.channel, to=doing.delivery.to_unit_id)
    return doing.delivery


def report_failed(*, delivery_id: UUID, version: int, failure: str, actor: Actor, now: datetime) -> Delivery:
    """It came back, or never came through: work at once (Leveransfel)."""
    with change(
        action=Action.REPORT_FAILED, delivery_id=delivery_id, version=version, actor=actor, now=now
    ) as doing:
        assert doing.delivery is not None
        why = wanted_line(failure, field="failure", max_length=300)
        doing.loop.set(doing.delivery, state=DeliveryState.FAILED.value, failed_at=now, failure=why)
        doing.loop.bump(doing.referral)
        doing.loop.event("delivery_failed", side="own", failure=why)
    return doing.delivery


def resend(*, delivery_id: UUID, version: int, channel: str, actor: Actor, now: datetime) -> Delivery:
    """Send the same thing again, the same way or another; the failed delivery stays readable."""
    with change(
        action=Action.RESEND, delivery_id=delivery_id, version=version, actor=actor, now=now
    ) as doing:
        failed = doing.delivery
        assert failed is not None
        one_of(channel, OUTSIDE_CHANNELS, field="channel")
        if failed.to_unit_id:
            doing.loop.include_units([failed.to_unit_id])
        anew = send_out(
            doing,
            to_unit_id=failed.to_unit_id,
            due_on=doing.today,
            version=failed.referral_version,
            reply=failed.reply,
            letter=failed.letter,
            channel=channel,
            from_unit_id=failed.from_unit_id,
        )
        doing.loop.set(failed, state=DeliveryState.REPLACED.value, replaced_by=anew)
        doing.loop.bump(doing.referral)
        doing.loop.event("resent", side="own", channel=channel)
    return anew
