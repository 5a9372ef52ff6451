"""Look for the reply: chase it, or move the watch (A.4, A.5)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from remissvakt.core.ids import new_id
from remissvakt.core.texts import clean_text
from remissvakt.organisations.actors import Actor

from ..change import change
from ..models import Contact, Referral
from ..rules import Action
from ..states import LetterKind
from ..ways import CONTACT_WAYS
from .letters import LetterDraft, by_letter, put_letter
from .texts import coming_day, one_of, wanted, wanted_line


def chase(
    *,
    referral_id: UUID,
    version: int,
    how: str,
    reached: str,
    said: str,
    watch_on: date,
    actor: Actor,
    now: datetime,
    letter: LetterDraft | None = None,
) -> Contact:
    """The receiver was contacted: who was reached, how, what they said, and the new watch date (A.4).

    With `letter` it is written in the same act, to be printed and posted; nobody has said anything yet.
    """
    with change(action=Action.CHASE, referral_id=referral_id, version=version, actor=actor, now=now) as doing:
        assert doing.referral.referrer_unit_id is not None  # CHASE is the sender's
        if letter is not None:
            by_letter(how, ("letter",))
            case = doing.loop.current_case
            reached = reached.strip() or (doing.loop.units[case.unit_id].name if case else "")
        contact = doing.loop.add(
            Contact(
                id=new_id(now=now),
                referral=doing.referral,
                unit_id=doing.referral.referrer_unit_id,
                made_at=now,
                made_by_id=actor.person_id,
                how=one_of(how, CONTACT_WAYS, field="how"),
                reached=wanted_line(reached, field="reached"),
                said=wanted(said, field="said")
                if letter is None
                else clean_text(said, max_length=2000, field="said"),
                watch_on=coming_day(watch_on, today=doing.today, field="watch_on"),
            )
        )
        if letter is not None:
            put_letter(doing, kind=LetterKind.CHASE, draft=letter).contact = contact
        doing.loop.event(
            "chased",
            side="own",
            how=how,
            reached=contact.reached,
            said=contact.said,
            old=doing.referral.watch_on,
            new=watch_on,
        )
        doing.loop.set(doing.referral, watch_on=watch_on)
        doing.loop.bump(doing.referral)
    return contact


def move_watch(
    *, referral_id: UUID, version: int, watch_on: date, reason: str, actor: Actor, now: datetime
) -> Referral:
    """Move the watch without a contact, with a reason that stays in the timeline."""
    with change(
        action=Action.MOVE_WATCH, referral_id=referral_id, version=version, actor=actor, now=now
    ) as doing:
        coming_day(watch_on, today=doing.today, field="watch_on")
        why = wanted(reason, field="reason", max_length=500)
        doing.loop.event("watch_moved", side="own", old=doing.referral.watch_on, new=watch_on, reason=why)
        doing.loop.set(doing.referral, watch_on=watch_on)
        doing.loop.bump(doing.referral)
    return doing.referral
