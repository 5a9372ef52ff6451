"""What becomes of papers: linked, registered, set aside, and taken from where they were wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest import mock
from uuid import UUID

from factories import walks
from factories.people import make_absent
from factories.region import Region
from factories.steps import answered_by_phone, ask_by_phone, pass_on
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.documents.models import Document, PaperCode, Scan, ScanPage
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import ForwardingTarget, Unit
from remissvakt.referrals.actions import (
    acknowledge,
    ask_receiver,
    assess,
    close,
    confirm,
    letters,
    link_by_code,
    papers,
    send,
    undo_link,
    versions,
)
from remissvakt.referrals.actions.letters import LetterDraft
from remissvakt.referrals.models import Referral
from remissvakt.scanning.actions import split_document

from .calls import DAY, of, of_case, of_reply, of_text, refused, stored

NUMBER = "191212121212"


def paper_of(document: Document) -> dict[str, Any]:
    return {"document_id": document.id, "document_version": Document.objects.get(id=document.id).version}


def coded(
    region: Region,
    referral: Referral | None,
    *,
    now: datetime,
    kind: str = "answer_sheet",
    unit: Unit | None = None,
) -> Document:
    """A paper that carries a code of the referral, not linked yet."""
    at = unit or region.health_centre
    document = walks.paper(region, now=now, unit=at, actor=region.eye_secretary if unit else None)
    if referral is not None:
        code = PaperCode(token=str(document.id)[-12:], kind=kind, referral=referral, unit=at, made_at=now)
        code.save(force_insert=True)
        Document.objects.filter(id=document.id).update(code=code)
    return document


def in_scan(document: Document, *, now: datetime, state: str, actor: Actor, pages: int = 1) -> UUID:
    """The paper is a scan, of so many pages; the last of them."""
    scan = Scan(
        id=new_id(now=now),
        unit_id=document.unit_id,
        file_id=stored(now=now, sign=state[0]),
        name="skannad.pdf",
        source="page",
        arrived_on=document.arrived_on,
        received_at=now,
        received_by_id=actor.person_id,
        state=state,
    )
    scan.save(force_insert=True)
    Document.objects.filter(id=document.id).update(scan=scan, position=1)
    for number in range(1, pages + 1):
        page = ScanPage(
            id=new_id(now=now),
            scan=scan,
            number=number,
            document_id=document.id,
            position=number,
            picture_id=scan.file_id,
            small_picture_id=scan.file_id,
            width=8,
            height=8,
            quarter_turns=0,
            skew_tenths=0,
            blank=False,
            separator=False,
        )
        page.save(force_insert=True)
    return page.id


def paper_registered(region: Region, now: datetime) -> None:
    """A paper may be ten years old."""
    given: dict[str, Any] = {
        "unit_id": region.health_centre.id,
        "sender": "Universitetssjukhuset",
        "description": "Brev om ögon",
        "actor": region.secretary,
        "now": now,
    }
    today = local_date(now)
    document_id = new_id(now=now)
    papers.register_paper(document_id=document_id, arrived_on=today - 3653 * DAY, **given)
    refused(papers.register_paper, document_id=document_id, arrived_on=today, **given)
    refused(
        papers.register_paper,
        document_id=new_id(now=now),
        arrived_on=today,
        **given | {"unit_id": UUID(int=7)},
    )
    administrator = given | {"actor": region.administrator}
    refused(papers.register_paper, document_id=new_id(now=now), arrived_on=today, **administrator)


def paper_linked_by_number(region: Region, now: datetime) -> None:
    """The number in another form; a wrong one; then a paper that is linked already."""
    referral = walks.posted(region, now=now)
    document = walks.paper(region, now=now)
    given = {"referral_id": referral.id, "actor": region.secretary, "now": now}
    refused(papers.link_paper, **paper_of(document), number_on_paper="19", reason="x", **given)
    refused(papers.link_paper, **paper_of(document), number_on_paper="194408139089", **given)
    refused(papers.link_paper, **paper_of(document), number_on_paper=" ", **given)
    refused(papers.link_paper, **paper_of(document), kind="postcard", number_on_paper=NUMBER, **given)
    refused(
        papers.link_paper, **paper_of(document) | {"document_version": 7}, number_on_paper=NUMBER, **given
    )
    papers.link_paper(**paper_of(document), kind="answer", number_on_paper="19121212-1212", **given)
    refused(papers.link_paper, **paper_of(document), number_on_paper=NUMBER, **given)
    refused(
        papers.link_paper, **paper_of(document) | {"document_version": 1}, number_on_paper=NUMBER, **given
    )
    refused(papers.confirm_link, **paper_of(document), actor=region.nurse, now=now)
    theirs = given | {"actor": region.eye_secretary}
    refused(papers.link_paper, **paper_of(document), number_on_paper=NUMBER, **theirs)


def paper_linked_by_code(region: Region, now: datetime) -> None:
    """By hand, by its code; another referral's code binds it, and a paper of a unit that is no party is not linked."""
    referral, other = walks.posted(region, now=now), walks.posted(region, now=now)
    document = coded(region, referral, now=now)
    given = {"actor": region.secretary, "now": now}
    refused(papers.link_paper, **paper_of(document), referral_id=other.id, number_on_paper=NUMBER, **given)
    papers.link_paper(**paper_of(document), referral_id=referral.id, kind="confirmation", **given)
    pools = walks.paper(region, now=now, unit=region.eye_clinic, actor=region.eye_secretary)
    refused(
        papers.link_paper,
        **paper_of(pools),
        referral_id=referral.id,
        number_on_paper=NUMBER,
        actor=region.pool_secretary,
        now=now,
    )


def paper_linked_by_two(region: Region, now: datetime) -> None:
    """Asked, not by oneself, declined, asked anew, taken back by the first, asked, and agreed to."""
    referral = walks.posted(region, now=now)
    document = walks.paper(region, now=now)
    first, second = {"actor": region.secretary, "now": now}, {"actor": region.nurse, "now": now + DAY}
    refused(papers.confirm_link, **paper_of(document), **second)
    refused(papers.decline_link, **paper_of(document), reason="Nej.", **second)
    ask = {"referral_id": referral.id, "kind": "answer"}
    refused(papers.link_paper, **paper_of(document), **ask, reason="x" * 301, **first)
    papers.link_paper(**paper_of(document), **ask, reason="x" * 300, **first)
    refused(papers.confirm_link, **paper_of(document), **first)
    refused(papers.confirm_link, **paper_of(document) | {"document_version": 1}, **second)
    refused(papers.decline_link, **paper_of(document) | {"document_version": 1}, reason="Nej.", **second)
    refused(papers.decline_link, **paper_of(document), reason="x" * 301, **second)
    papers.decline_link(**paper_of(document), reason="x" * 300, **second)
    papers.link_paper(
        **paper_of(document), **ask, number_on_paper="194408139089", reason="Samma namn.", **second
    )
    papers.decline_link(**paper_of(document), reason="Ångrat.", **second)
    papers.link_paper(**paper_of(document), **ask, reason="Samma namn.", **first)
    papers.confirm_link(**paper_of(document), **second)
    for actor in (region.skin_secretary, region.eye_secretary):
        refused(papers.confirm_link, **paper_of(document), actor=actor, now=now)


def paper_of_no_party(region: Region, now: datetime) -> None:
    """A pool that has the papers and the inboxes of two units does not link one's paper to the other's referral."""
    theirs, document = walks.arrived(region, now=now), walks.paper(region, now=now)
    both = frozenset(
        (unit, node) for unit in region.pool_secretary.unit_ids for node in ("inbox", "unlinked")
    )
    refused(
        papers.link_paper,
        **paper_of(document),
        referral_id=theirs.id,
        number_on_paper=NUMBER,
        actor=replace(region.pool_secretary, pool_nodes=both),
        now=now,
    )


def paper_no_reply(region: Region, now: datetime) -> None:
    referral = walks.posted(region, now=now)
    document = walks.paper(region, now=now)
    given = {"actor": region.secretary, "now": now}
    refused(papers.say_no_reply, **paper_of(document), reason="Reklam.", **given)
    refused(papers.say_no_reply, document_id=UUID(int=7), document_version=1, reason="Reklam.", **given)
    papers.link_paper(
        **paper_of(document), referral_id=referral.id, kind="answer", number_on_paper=NUMBER, **given
    )
    refused(papers.say_no_reply, **paper_of(document) | {"document_version": 1}, reason="Reklam.", **given)
    refused(papers.say_no_reply, **paper_of(document), reason="x" * 301, **given)
    papers.say_no_reply(**paper_of(document), reason="x" * 300, **given)
    refused(papers.say_no_reply, **paper_of(document), reason="Igen.", **given)
    # It was a reply after all.
    walks.put_reply(region, referral, now=now, document_id=document.id)
    refused(papers.say_no_reply, **paper_of(document), reason="Igen.", **given)


def paper_set_aside(region: Region, now: datetime) -> None:
    """Asked for first, and then no matter of any referral."""
    referral = walks.posted(region, now=now)
    document = walks.paper(region, now=now)
    given = {"actor": region.secretary, "now": now}
    papers.link_paper(**paper_of(document), referral_id=referral.id, reason="Samma namn.", **given)
    refused(papers.set_paper_aside, **paper_of(document), reason="x" * 301, **given)
    refused(papers.set_paper_aside, **paper_of(document) | {"document_version": 1}, reason="Reklam.", **given)
    refused(papers.set_paper_aside, **paper_of(document), reason="x", actor=region.administrator, now=now)
    papers.set_paper_aside(**paper_of(document), reason="x" * 300, **given)
    refused(papers.set_paper_aside, **paper_of(document), reason="Reklam.", **given)


def paper_being_read(region: Region, now: datetime) -> None:
    """Not before its scan is read; and where there are pages, nobody types what they say."""
    referral = walks.posted(region, now=now)
    given = {"actor": region.secretary, "now": now}
    for state in ("waiting", "reading"):
        document = walks.paper(region, now=now)
        in_scan(document, now=now, state=state, actor=region.secretary)
        refused(
            papers.link_paper, **paper_of(document), referral_id=referral.id, number_on_paper=NUMBER, **given
        )
    document = walks.paper(region, now=now)
    in_scan(document, now=now, state="split", actor=region.secretary)
    walks.put_reply(region, referral, now=now, document_id=document.id, number_on_paper=NUMBER, text="")
    refused(walks.put_reply, region=region, referral=referral, now=now, document_id=document.id, text="")


def paper_is_reply(region: Region, now: datetime) -> None:
    """Of papers that are not linked, by number and by code; of a linked one; and of those that are not its to take."""
    referral, other = walks.posted(region, now=now), walks.posted(region, now=now)
    given = {"region": region, "referral": referral, "now": now}
    loose, code = walks.paper(region, now=now), coded(region, referral, now=now)
    linked, foreign = walks.paper(region, now=now), walks.paper(region, now=now)
    for document, whose in ((linked, referral), (foreign, other)):
        papers.link_paper(
            **paper_of(document),
            referral_id=whose.id,
            number_on_paper=NUMBER,
            actor=region.secretary,
            now=now,
        )
    refused(walks.put_reply, document_id=loose.id, **given)
    refused(walks.put_reply, document_id=loose.id, number_on_paper="194408139089", **given)
    refused(walks.put_reply, document_id=UUID(int=7), **given)
    refused(walks.put_reply, document_id=foreign.id, **given)
    theirs = walks.paper(region, now=now, unit=region.eye_clinic, actor=region.eye_secretary)
    refused(
        walks.put_reply, document_id=theirs.id, number_on_paper=NUMBER, actor=region.pool_secretary, **given
    )
    walks.put_reply(document_id=loose.id, number_on_paper=NUMBER, **given)
    refused(walks.put_reply, document_id=loose.id, **given)
    walks.put_reply(document_id=code.id, kind="PARTIAL", **given)
    walks.put_reply(document_id=linked.id, kind="MORE_INFO", **given)


def paper_is_referral(region: Region, now: datetime) -> None:
    document = walks.paper(region, now=now, unit=region.eye_clinic, actor=region.eye_secretary)
    other = walks.paper(region, now=now)
    refused(walks.arrived, region=region, now=now, document_id=other.id)
    refused(walks.arrived, region=region, now=now, document_id=other.id, actor=region.pool_secretary)
    walks.arrived(region, now=now, document_id=document.id)
    refused(walks.arrived, region=region, now=now, document_id=document.id)


def papers_link_themselves(region: Region, now: datetime) -> None:
    """By what their codes say that they are; not another unit's referral, and not what a person has asked for."""
    referral, other = walks.posted(region, now=now), walks.arrived(region, now=now)
    given = {"actor": region.secretary, "now": now}
    for kind in ("referral", "reply", "letter", "confirmation_sheet", "answer_sheet"):
        document = coded(region, referral, now=now, kind=kind)
        link_by_code.link_by_code(document_id=document.id, **given)
    link_by_code.link_by_code(document_id=document.id, **given)
    link_by_code.link_by_code(document_id=coded(region, None, now=now).id, **given)
    link_by_code.link_by_code(document_id=coded(region, other, now=now).id, **given)
    asked = walks.paper(region, now=now)
    papers.link_paper(**paper_of(asked), referral_id=referral.id, reason="Samma namn.", **given)
    Document.objects.filter(id=asked.id).update(code_id=PaperCode.objects.filter(referral=referral)[0].token)
    link_by_code.link_by_code(document_id=asked.id, **given)


# What was linked by mistake


def taken(
    region: Region, referral: Referral, *, now: datetime, kind: str = "CONFIRMED", **more: Any
) -> Document:
    """A reply that was registered from a paper; the paper."""
    document = walks.paper(region, now=now)
    walks.put_reply(
        region, referral, now=now, kind=kind, document_id=document.id, number_on_paper=NUMBER, **more
    )
    return document


def undo(region: Region, document: Document, *, now: datetime, actor: Actor | None = None) -> None:
    undo_link.undo_link(**paper_of(document), reason="Fel patient.", actor=actor or region.nurse, now=now)


def link_undone(region: Region, now: datetime) -> None:
    """No reply: who linked it, who watches and who referred are asked; it is another's at last, by number."""
    referral, other = walks.posted(region, now=now), walks.posted(region, now=now)
    document = coded(region, referral, now=now)
    given = {"actor": region.secretary, "now": now}
    refused(undo_link.undo_link, **paper_of(document), reason="x", **given)
    refused(undo_link.undo_link, document_id=UUID(int=7), document_version=1, reason="x", **given)
    papers.link_paper(**paper_of(document), referral_id=referral.id, kind="answer", **given)
    papers.say_no_reply(**paper_of(document), reason="Reklam.", **given)
    refused(undo_link.undo_link, **paper_of(document), reason="x" * 501, **given)
    refused(undo_link.undo_link, **paper_of(document) | {"document_version": 1}, reason="x", **given)
    undo_link.undo_link(**paper_of(document), reason="x" * 500, **given)
    papers.link_paper(**paper_of(document), referral_id=other.id, number_on_paper=NUMBER, **given)
    undo(region, document, now=now, actor=region.referrer)


def pages_taken_out(region: Region, now: datetime, *, reply: bool) -> None:
    """Some pages of a linked paper were another patient's; what was registered from the others stands."""
    referral = walks.posted(region, now=now)
    document = walks.paper(region, now=now)
    page_id = in_scan(document, now=now, state="split", actor=region.secretary, pages=2)
    if reply:
        more = {"kind": "FORWARDED", "forwarded_to_id": region.company_clinic.id}
        walks.put_reply(region, referral, now=now, document_id=document.id, number_on_paper=NUMBER, **more)
    else:
        papers.link_paper(
            **paper_of(document),
            referral_id=referral.id,
            number_on_paper=NUMBER,
            actor=region.secretary,
            now=now,
        )
    split_document.split_document(
        new_document_id=new_id(now=now),
        page_id=page_id,
        document_version=Document.objects.get(id=document.id).version,
        reason="Sidan är en annan patients.",
        actor=region.secretary,
        now=now,
    )


def pages_of_paper_taken_out(region: Region, now: datetime) -> None:
    pages_taken_out(region, now, reply=False)


def pages_of_reply_taken_out(region: Region, now: datetime) -> None:
    pages_taken_out(region, now, reply=True)


def link_undone_by_the_only_one(region: Region, now: datetime) -> None:
    """Nobody else is to be told."""
    referral = walks.posted(region, now=now)
    document = walks.paper(region, now=now)
    papers.link_paper(
        **paper_of(document), referral_id=referral.id, number_on_paper=NUMBER, actor=region.referrer, now=now
    )
    undo(region, document, now=now, actor=region.referrer)


def link_undone_at_the_receiver(region: Region, now: datetime) -> None:
    """Its assessor is asked; where there is none, the unit. Somebody who is away is not asked: the unit is."""
    referral = walks.assigned(region, now=now)
    given = {"actor": region.eye_secretary, "now": now}
    for away in (False, True):
        document = walks.paper(region, now=now, unit=region.eye_clinic, actor=region.eye_secretary)
        papers.link_paper(**paper_of(document), referral_id=referral.id, number_on_paper=NUMBER, **given)
        if away:
            make_absent(person_id=region.assessor.person_id, from_on=local_date(now), to_on=None, now=now)
        undo(region, document, now=now, actor=region.eye_secretary)
    unassessed = walks.sent(region, now=now)
    document = walks.paper(region, now=now, unit=region.eye_clinic, actor=region.eye_secretary)
    papers.link_paper(**paper_of(document), referral_id=unassessed.id, number_on_paper=NUMBER, **given)
    undo(region, document, now=now, actor=region.eye_secretary)


def confirmation_taken_back(region: Region, now: datetime) -> None:
    """The only one: as if nothing had come, and looked at the same day."""
    referral = walks.posted(region, now=now)
    document = taken(region, referral, now=now + DAY)
    acknowledge.acknowledge(**of_reply(referral), accept_wait=True, actor=region.secretary, now=now + DAY)
    undo(region, document, now=now + 2 * DAY)
    refused(
        acknowledge.acknowledge,
        **of_reply(referral),
        accept_wait=True,
        actor=region.referrer,
        now=now + 2 * DAY,
    )


def first_of_two_taken_back(region: Region, now: datetime) -> None:
    """What came after it has done what it does."""
    referral = walks.posted(region, now=now)
    document = taken(region, referral, now=now + DAY, kind="MORE_INFO")
    walks.put_reply(region, referral, now=now + 2 * DAY, arrived_on=local_date(now))
    walks.put_reply(region, referral, now=now + 3 * DAY, kind="PARTIAL")
    undo(region, document, now=now + 4 * DAY)


def last_of_two_taken_back(region: Region, now: datetime) -> None:
    referral = walks.registered(region, now=now)
    document = taken(region, referral, now=now + DAY, wait=walks.weeks(2, now=now))
    undo(region, document, now=now + 4 * DAY)


def answer_between_taken_back(region: Region, now: datetime) -> None:
    """What replaced it replaces what it had replaced."""
    referral = walks.registered(region, now=now, kind="PARTIAL")
    document = taken(region, referral, now=now + DAY, kind="PARTIAL")
    walks.put_reply(region, referral, now=now + 2 * DAY, kind="PARTIAL")
    undo(region, document, now=now + 3 * DAY)


def first_of_three_answers_taken_back(region: Region, now: datetime) -> None:
    """The case ended with the second one, as it was registered."""
    referral = walks.posted(region, now=now)
    document = taken(region, referral, now=now + DAY, kind="FINAL")
    for day in (2, 3):
        walks.put_reply(region, referral, now=now + day * DAY, kind="FINAL", actor=region.nurse)
    undo(region, document, now=now + 4 * DAY)


def paper_moved_meanwhile(region: Region, now: datetime) -> None:
    """Between reading whose it is and locking it, the paper has become another referral's."""
    referral, other = walks.posted(region, now=now), walks.posted(region, now=now)
    document, elsewhere = walks.paper(region, now=now), walks.paper(region, now=now)
    given = {"actor": region.secretary, "now": now}
    papers.link_paper(**paper_of(document), referral_id=referral.id, reason="Samma namn.", **given)
    second = {"actor": region.nurse, "now": now}
    with mock.patch.object(papers, "_asked", return_value=other.id):
        refused(papers.confirm_link, **paper_of(document), **second)
        refused(papers.decline_link, **paper_of(document), reason="Nej.", **second)
    papers.confirm_link(**paper_of(document), **second)
    papers.link_paper(**paper_of(elsewhere), referral_id=other.id, number_on_paper=NUMBER, **given)
    elsewhere.refresh_from_db()
    with mock.patch.object(papers, "locked_paper", return_value=elsewhere):
        refused(papers.say_no_reply, **paper_of(document), reason="Reklam.", **given)
    with mock.patch.object(undo_link, "locked_paper", return_value=elsewhere):
        refused(undo_link.undo_link, **paper_of(document), reason="Fel.", **given)


def answered_after_taken_back(region: Region, now: datetime) -> None:
    """What was taken back is replaced by nothing."""
    referral = walks.posted(region, now=now)
    undo(region, taken(region, referral, now=now, kind="PARTIAL"), now=now)
    walks.put_reply(region, referral, now=now + DAY, kind="PARTIAL")


def answer_that_closed_taken_back(region: Region, now: datetime) -> None:
    """Opened again, and whoever had read it is asked too."""
    referral = walks.posted(region, now=now)
    document = taken(region, referral, now=now, kind="FINAL")
    walks.acknowledge_answer(referral, actor=region.referrer, now=now)
    undo(region, document, now=now + DAY)


def rejection_that_closed_taken_back(region: Region, now: datetime) -> None:
    referral = walks.posted(region, now=now)
    document = taken(region, referral, now=now, kind="REJECTED")
    acknowledge.acknowledge(**of_reply(referral), instead="Optiker.", actor=region.referrer, now=now)
    undo(region, document, now=now + DAY)


def cancellation_that_closed_taken_back(region: Region, now: datetime) -> None:
    referral = walks.registered(region, now=now)
    document = taken(region, referral, now=now, kind="CANCELLED")
    acknowledge.acknowledge(**of_reply(referral), instead="Optiker.", actor=region.referrer, now=now)
    undo(region, document, now=now + DAY)


def closed_by_another_answer(region: Region, now: datetime) -> None:
    """Two final answers, both read: the other one still closes it."""
    referral = walks.posted(region, now=now)
    document = taken(region, referral, now=now, kind="FINAL")
    walks.put_reply(region, referral, now=now + DAY, kind="FINAL")
    walks.acknowledge_answer(referral, actor=region.referrer, now=now + DAY)
    undo(region, document, now=now + 2 * DAY)


def closed_by_the_wrong_answer_of_two(region: Region, now: datetime) -> None:
    """The right one is there, and nobody has read it."""
    referral = walks.registered(region, now=now, kind="FINAL")
    document = taken(region, referral, now=now + DAY, kind="FINAL")
    walks.acknowledge_answer(referral, actor=region.referrer, now=now + DAY)
    undo(region, document, now=now + 2 * DAY)


def closed_by_a_clinician_and_taken_back(region: Region, now: datetime) -> None:
    """It stays closed: it was not for the reply."""
    referral = walks.posted(region, now=now)
    document = taken(region, referral, now=now)
    acknowledge.acknowledge(**of_reply(referral), accept_wait=True, actor=region.referrer, now=now)
    close.close(**of(referral), reason="patient_declined", note="Nej.", actor=region.referrer, now=now)
    undo(region, document, now=now + DAY)


def request_denied_by_it(region: Region, now: datetime) -> None:
    """What was denied by the wrong answer waits again; what was answered before stays so."""
    referral = walks.registered(region, now=now)
    answered_by_phone(region, referral, now=now, outcome="denied", in_weeks=None)
    ask_by_phone(ask_receiver.withdraw, region, referral, now=now + DAY)
    ask_by_phone(ask_receiver.request_reprioritisation, region, referral, now=now + DAY)
    document = taken(region, referral, now=now + 2 * DAY, kind="FINAL")
    undo(region, document, now=now + 3 * DAY)


def granted_and_taken_back(region: Region, now: datetime) -> None:
    """A new time that was granted stays, whatever is taken back; one that was denied or had no time moves nothing."""
    referral = walks.posted(region, now=now)
    document = taken(region, referral, now=now + DAY, kind="MORE_INFO")
    answered_by_phone(region, referral, now=now + 2 * DAY, in_weeks=5)
    answered_by_phone(region, referral, now=now + 3 * DAY, outcome="denied", in_weeks=1)
    answered_by_phone(region, referral, now=now + 4 * DAY, in_weeks=None)
    undo(region, document, now=now + 5 * DAY)


def granted_before_taken_back(region: Region, now: datetime) -> None:
    """What the receiver had said by phone before any paper came is what is left."""
    referral = walks.posted(region, now=now)
    answered_by_phone(region, referral, now=now, in_weeks=5)
    document = taken(region, referral, now=now + DAY, kind="CANCELLED")
    undo(region, document, now=now + 2 * DAY)


def withdrawn_and_taken_back(region: Region, now: datetime) -> None:
    """The case has ended by something else than the paper."""
    referral = walks.posted(region, now=now)
    document = taken(region, referral, now=now)
    answered_by_phone(region, referral, now=now + DAY, kind="withdraw", in_weeks=None)
    undo(region, document, now=now + 2 * DAY)


def forwarding_taken_back(region: Region, now: datetime) -> None:
    """The next unit never had it; what the sender had asked is the first one's again."""
    referral = walks.posted(region, now=now)
    ask_by_phone(ask_receiver.withdraw, region, referral, now=now)
    document = taken(region, referral, now=now, kind="FORWARDED", forwarded_to_id=region.company_clinic.id)
    undo(region, document, now=now + DAY)
    walks.put_reply(region, referral, now=now + 2 * DAY, kind="CONFIRMED")


def forwarding_outside_taken_back(region: Region, now: datetime) -> None:
    """To another unit outside, which is not asked, and of which no day of arrival is known."""
    referral = walks.posted(region, now=now)
    document = taken(
        region, referral, now=now, kind="FORWARDED", forwarded_to_id=region.other_outside_unit.id
    )
    undo(region, document, now=now + DAY)


def forwarding_that_was_dealt_with(region: Region, now: datetime, how: str) -> None:
    """The next unit has done something with it: it has the referral."""
    referral = walks.posted(region, now=now)
    if how == "request":
        ask_by_phone(ask_receiver.withdraw, region, referral, now=now)
    document = taken(region, referral, now=now, kind="FORWARDED", forwarded_to_id=region.company_clinic.id)
    given = {"actor": region.company_doctor, "now": now}
    if how == "assessed":
        assess.assess(**of_case(referral), **given)
    elif how == "request":
        ask_receiver.answer_request(
            **of_case(referral), kind="withdraw", outcome="denied", text="Nej.", **given
        )
    else:
        draft = LetterDraft(letter_id=new_id(now=now), text="Hej")
        begun = letters.begin_letter(**of_case(referral), kind="patient", draft=draft, **given)
        if how == "voided":
            letters.void_letter(letter_id=begun.id, draft_version=1, **given)
    undo(region, document, now=now + DAY)


def forwarding_assessed(region: Region, now: datetime) -> None:
    forwarding_that_was_dealt_with(region, now, "assessed")


def forwarding_with_request_answered(region: Region, now: datetime) -> None:
    forwarding_that_was_dealt_with(region, now, "request")


def forwarding_with_letter_begun(region: Region, now: datetime) -> None:
    forwarding_that_was_dealt_with(region, now, "letter")


def forwarding_with_letter_voided(region: Region, now: datetime) -> None:
    forwarding_that_was_dealt_with(region, now, "voided")


def forwarding_with_a_letter_of_the_sender(region: Region, now: datetime) -> None:
    """What the sender writes to the next unit is no word of that unit's."""
    referral = walks.posted(region, now=now)
    document = taken(
        region, referral, now=now, kind="FORWARDED", forwarded_to_id=region.other_outside_unit.id
    )
    draft = LetterDraft(letter_id=new_id(now=now), text="När får patienten en tid?")
    letters.write_letter(**of(referral), kind="chase", draft=draft, actor=region.referrer, now=now)
    undo(region, document, now=now + DAY)


def word_of_the_next_unit_taken_back(region: Region, now: datetime) -> None:
    """Whoever forwarded it looks again the same day."""
    referral = walks.forwarded_outside(region, now=now)
    document = taken(region, referral, now=now + DAY)
    undo(region, document, now=now + 2 * DAY)


def end_of_our_part_taken_back(region: Region, now: datetime) -> None:
    """From outside to outside: the wrong word had ended our part; it goes on, and a second right word stays."""
    ForwardingTarget.objects.filter(unit=region.eye_clinic, to_unit=region.outside_unit).update(
        to_unit=region.other_outside_unit
    )
    referral = walks.arrived(region, now=now)
    pass_on(region, referral, now=now, to=region.other_outside_unit, consent="Muntligt")
    given = {"actor": region.eye_secretary, "now": now + DAY}
    for kind in ("MORE_INFO", "CONFIRMED"):
        document = walks.paper(region, now=now, unit=region.eye_clinic, actor=region.eye_secretary)
        walks.put_reply(region, referral, kind=kind, document_id=document.id, number_on_paper=NUMBER, **given)
        undo(region, document, now=now + 2 * DAY, actor=region.eye_secretary)
    walks.put_reply(region, referral, kind="CONFIRMED", **given)
    document = walks.paper(region, now=now, unit=region.eye_clinic, actor=region.eye_secretary)
    walks.put_reply(
        region, referral, kind="PARTIAL", document_id=document.id, number_on_paper=NUMBER, **given
    )
    undo(region, document, now=now + 2 * DAY, actor=region.eye_secretary)


def change_after_taken_back(region: Region, now: datetime) -> None:
    """What another patient's paper wanted to know is answered by nothing, and its day is not the change's."""
    referral = walks.posted(region, now=now)
    document = taken(region, referral, now=now, kind="MORE_INFO")
    undo(region, document, now=now)
    versions.begin_version(**of(referral), actor=region.referrer, now=now)
    send.sign_and_send(
        **of(referral) | of_text(referral), fields={"attachments": "Bild"}, actor=region.referrer, now=now
    )


def confirmation_by_the_receiver_is_not_taken_back(region: Region, now: datetime) -> None:
    """A paper at the receiver that was linked by mistake takes no reply with it."""
    referral = walks.sent(region, now=now)
    document = coded(region, referral, now=now, unit=region.eye_clinic, kind="referral")
    link_by_code.link_by_code(document_id=document.id, actor=region.eye_secretary, now=now)
    confirm.confirm(
        **of_case(referral),
        reply_id=new_id(now=now),
        text="Tid.",
        wait=walks.weeks(8, now=now),
        actor=region.assessor,
        now=now,
    )
    undo(region, document, now=now + timedelta(days=1), actor=region.eye_secretary)
