"""A paper was linked to the wrong referral: it goes back to Okopplade with a trail, and those concerned are told (A.6).

See docs/adr/wrong-link-undone.md.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal, Stale
from remissvakt.documents.models import Document
from remissvakt.documents.sight import papers_of
from remissvakt.organisations.actors import Actor

from ..change import Changing, change
from ..models import Question, QuestionMessage, Reply
from ..rules import Action
from .people import care_person
from .take_back_reply import take_back_reply, watch_again
from .take_paper import locked_paper, put_back
from .texts import wanted

_TOLD = gettext_lazy(
    "Ett papper som var kopplat till remissen hör inte hit, och är bortkopplat. Skäl: %(reason)s"
)
_TOLD_OF_REPLY = gettext_lazy(
    "Ett papper som var registrerat som svar på remissen hör inte hit. Papperet är bortkopplat och svaret återtaget. "
    "Har du gjort något med anledning av det? Skäl: %(reason)s"
)
_TOLD_IN_PART = gettext_lazy(
    "Sidor som låg i ett papper på remissen hör inte hit, och är borttagna därifrån. Har du gjort något med anledning "
    "av dem? Skäl: %(reason)s"
)


def undo_link(
    *, document_id: UUID, document_version: int, reason: str, actor: Actor, now: datetime
) -> Document:
    """Take the paper from the referral. A reply that was registered from it is taken back too.

    The referral is then watched from today, opened again if that reply closed it. Raises NotFound, Stale, Refusal
    "paper_not_linked", "text_missing" (field "reason").
    """
    seen = Document.objects.filter(papers_of(actor), id=document_id).first()
    if seen is None:
        raise NotFound
    if seen.referral_id is None:
        raise Refusal("paper_not_linked", gettext_lazy("Papperet är inte kopplat till någon remiss."))
    with change(
        action=Action.UNDO_LINK, referral_id=seen.referral_id, version=None, actor=actor, now=now
    ) as doing:
        document = locked_paper(document_id=document_id, version=document_version, actor=actor)
        if document.referral_id != doing.referral.id:
            raise Stale()
        why = wanted(reason, field="reason", max_length=500)
        reply = doing.loop.reply(document.reply_id) if document.reply_id is not None else None
        doing.loop.event(
            "paper_unlinked",
            side="own",
            document=document.id,
            document_kind=document.kind,
            code=document.code_id,
            linked_at=document.linked_at,
            linked_by=document.linked_by_id,
            reason=why,
        )
        put_back(doing, document)
        if reply is not None and not reply.taken_back:
            take_back_reply(doing, reply=reply, reason=why)
            watch_again(doing, reason=why)
        doing.loop.bump(doing.referral)
        tell(doing, unit_id=document.unit_id, reply=reply, reason=why)
    return document


def tell(doing: Changing, *, unit_id: UUID, reply: Reply | None, reason: str, part: bool = False) -> None:
    """Whoever could have acted on what was linked gets it as a question, which is work until they have answered.

    `part`: some of the pages were taken away, and what was registered from the others stands.
    """
    loop, referral = doing.loop, doing.referral
    people: dict[UUID, UUID | None] = {}
    if unit_id == referral.referrer_unit_id or reply is not None:
        sender = referral.referrer_unit_id
        named = (referral.watcher_id, referral.referrer_id, reply.acknowledged_by_id if reply else None)
        if sender is not None and loop.units[sender].local:
            people |= {person_id: sender for person_id in named if person_id is not None}
    for case in loop.cases:
        if case.unit_id == unit_id and case.assessor_id is not None:
            people[case.assessor_id] = unit_id
    text = _TOLD_IN_PART if part else _TOLD_OF_REPLY if reply is not None else _TOLD
    asked: set[tuple[UUID, UUID | None]] = set()
    for person_id, at in people.items():
        assert at is not None
        if person_id != doing.actor.person_id:
            asked.add((at, person_id if _there(doing, person_id, at) else None))
    if not people:
        asked.add((unit_id, None))
    if (
        reply is not None
        and not part
        and reply.forwarded_to_id is not None
        and loop.units[reply.forwarded_to_id].local
    ):
        asked.add((reply.forwarded_to_id, None))
    for at, to in sorted(asked, key=str):
        _ask(doing, from_unit_id=unit_id, to_unit_id=at, to_person_id=to, text=text % {"reason": reason})


def _there(doing: Changing, person_id: UUID, unit_id: UUID) -> bool:
    """Whether the person can be asked today; otherwise it is the unit's."""
    try:
        care_person(person_id=person_id, unit_id=unit_id, today=doing.today, field="to_person")
    except Refusal:
        return False
    return True


def _ask(
    doing: Changing,
    *,
    from_unit_id: UUID,
    to_unit_id: UUID,
    to_person_id: UUID | None,
    text: str,
) -> None:
    subject = _("Ett papper var felkopplat")
    question = doing.loop.add(
        Question(
            id=new_id(now=doing.now),
            referral=doing.referral,
            subject=subject,
            from_unit_id=from_unit_id,
            from_person_id=doing.actor.person_id,
            to_unit_id=to_unit_id,
            to_person_id=to_person_id,
            asked_at=doing.now,
        )
    )
    doing.loop.add(
        QuestionMessage(
            id=new_id(now=doing.now),
            question=question,
            unit_id=from_unit_id,
            person_id=doing.actor.person_id,
            written_at=doing.now,
            text=text,
        )
    )
    side = "own" if from_unit_id == to_unit_id else "all"
    doing.loop.event("asked", side=side, question=question.id, subject=subject)
