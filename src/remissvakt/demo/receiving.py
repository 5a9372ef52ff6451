"""The receiver's part of a story: assessor, confirmation, answer, patient; or on paper from outside."""

from __future__ import annotations

from datetime import timedelta

from remissvakt.core.clock import local_date
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.actions.answer import (
    complete_answer,
    decide_answer,
    sign_and_send_answer,
    transcribe_answer,
)
from remissvakt.referrals.actions.ask_receiver import answer_request
from remissvakt.referrals.actions.assess import assess, assign
from remissvakt.referrals.actions.confirm import cancel, confirm, reject, request_information
from remissvakt.referrals.actions.forward import forward
from remissvakt.referrals.actions.inform_patient import inform_patient
from remissvakt.referrals.actions.questions import answer_question, ask, close_question
from remissvakt.referrals.actions.register_reply import register_reply
from remissvakt.referrals.models import ReceiverRequest

from .region import FORWARDING, MATTERS
from .telling import Story


def take_in(story: Story) -> Actor:
    """B.1: the case gets its assessor, unless it lies in the inbox still."""
    unit = story.unit_of_case
    story.wait(0, 1)
    story.forget(1)
    assessor = story.doctor(unit)
    assign(
        case_id=story.case.id,
        version=story.case.version,
        assessor_id=assessor.person_id,
        actor=story.secretary(unit),
        now=story.now,
    )
    return assessor


def assess_and_confirm(story: Story, assessor: Actor) -> None:
    """B.2: the assessor confirms, or assesses and lets a secretary confirm."""
    unit = story.unit_of_case
    story.wait(1, 11)
    story.forget(2)
    actor = assessor
    if story.case.assessed_at is None and story.chance(35):
        assess(
            case_id=story.case.id,
            version=story.case.version,
            note="Tas emot, vanlig väntelista.",
            actor=assessor,
            now=story.now,
        )
        story.wait(0, 2)
        story.forget(3)
        actor = story.secretary(unit)
    confirm(
        case_id=story.case.id,
        version=story.case.version,
        reply_id=story.id(),
        text="Remissen är bedömd och patienten är uppsatt på väntelista.",
        wait=story.weeks(3, 18),
        actor=actor,
        now=story.now,
    )
    if story.chance(90) or not story.recent:
        story.wait(0, 3)
        tell_patient(story, "appointment_letter")


def tell_patient(story: Story, how: str = "letter") -> None:
    inform_patient(
        case_id=story.case.id,
        version=story.case.version,
        how=how,
        told_on=local_date(story.now),
        note="",
        actor=story.secretary(story.unit_of_case),
        now=story.now,
    )


def turn_away(story: Story, assessor: Actor) -> None:
    story.wait(1, 9)
    reject(
        case_id=story.case.id,
        version=story.case.version,
        reply_id=story.id(),
        reason=story.rng.choice(("wrong_unit", "not_indicated")),
        text="Efter bedömning avvisas remissen: uppfyller inte kriterierna för specialistvård.",
        actor=assessor,
        now=story.now,
    )
    if story.chance(95) or not story.recent:
        story.wait(0, 2)
        tell_patient(story)


def want_more(story: Story, assessor: Actor) -> None:
    story.wait(1, 8)
    request_information(
        case_id=story.case.id,
        version=story.case.version,
        reply_id=story.id(),
        text="Komplettera med aktuella provsvar och läkemedelslista.",
        wanted_until=local_date(story.now) + timedelta(days=story.rng.randint(10, 21)),
        actor=assessor,
        now=story.now,
    )


def pass_on(story: Story, assessor: Actor) -> None:
    """B.5: to a unit that is activated for it."""
    unit = story.unit_of_case
    targets = [there for here, there in FORWARDING if here == unit]
    story.wait(1, 5)
    forward(
        case_id=story.case.id,
        version=story.case.version,
        reply_id=story.id(),
        to_unit_id=story.region.units[story.rng.choice(targets)].id,
        reason="Frågeställningen hör till mottagarens område.",
        consent="Muntligt samtycke vid telefonkontakt.",
        actor=assessor,
        now=story.now,
    )


def may_pass_on(story: Story, sender: str) -> bool:
    unit = story.unit_of_case
    targets = [there for here, there in FORWARDING if here == unit]
    return bool(targets) and sender not in targets


def settle_requests(story: Story) -> None:
    """The receiver answers what the sender has asked for."""
    for request in ReceiverRequest.objects.filter(
        referral_id=story.referral_id, answered_at__isnull=True
    ).order_by("id"):
        story.wait(1, 4)
        story.forget(20)
        granted = request.kind == "withdraw" or story.chance(60)
        answer_request(
            case_id=story.case.id,
            version=story.case.version,
            kind=request.kind,
            outcome="granted" if granted else "denied",
            text="Ny tid enligt nedan." if granted else "Prioriteringen står fast efter ny bedömning.",
            wait=story.weeks(1, 3) if granted and request.kind == "reprioritise" else None,
            actor=story.secretary(story.unit_of_case),
            now=story.now,
        )


def answer(story: Story, assessor: Actor, *, kind: str = "FINAL") -> None:
    """B.3: decide to answer, write or dictate, sign and send."""
    unit = story.unit_of_case
    text = story.rng.choice(MATTERS[unit])[2] if unit in MATTERS else "Undersökt utan anmärkning."
    reply_id = story.id()
    dictated = story.chance(50)
    decide_answer(
        case_id=story.case.id,
        version=story.case.version,
        reply_id=reply_id,
        kind=kind,
        actor=assessor,
        now=story.now,
        text="" if dictated else text,
        dictated=dictated,
        dictation_place=f"Diktat {story.rng.randint(1000, 9999)}" if dictated else "",
    )
    draft_version = 1
    story.wait(0, 1)
    story.forget(2)
    if dictated:
        transcribe_answer(
            reply_id=reply_id, draft_version=1, text=text, actor=story.secretary(unit), now=story.now
        )
        draft_version = 2
        story.wait(0, 1)
        story.forget(2)
    if story.chance(40):
        complete_answer(
            reply_id=reply_id,
            draft_version=draft_version,
            text=text,
            actor=story.secretary(unit),
            now=story.now,
        )
        draft_version += 1
        story.wait(0, 1)
        story.forget(3)
    sign_and_send_answer(
        reply_id=reply_id, draft_version=draft_version, text=None, actor=assessor, now=story.now
    )


def give_up(story: Story, assessor: Actor) -> None:
    cancel(
        case_id=story.case.id,
        version=story.case.version,
        reply_id=story.id(),
        reason="Uteblev två gånger",
        text="Patienten har uteblivit två gånger. Ärendet avbryts.",
        actor=assessor,
        now=story.now,
    )
    tell_patient(story)


def ask_the_sender(story: Story, sender: str) -> None:
    """A question from the receiver; answered most of the time, and then read."""
    unit = story.unit_of_case
    question_id = story.id()
    asker = story.secretary(unit)
    ask(
        referral_id=story.referral_id,
        question_id=question_id,
        from_unit_id=story.region.units[unit].id,
        to_unit_id=story.region.units[sender].id,
        to_person_id=None,
        subject="Läkemedel",
        text="Står patienten på blodförtunnande behandling?",
        actor=asker,
        now=story.now,
    )
    if story.chance(30):
        return
    story.wait(0, 2)
    answer_question(
        question_id=question_id,
        text="Nej, ingen sådan behandling.",
        actor=story.secretary(sender),
        now=story.now,
    )
    if story.chance(70):
        story.wait(0, 1)
        close_question(question_id=question_id, actor=asker, now=story.now)


def paper_reply(story: Story, sender: str, kind: str) -> None:
    """A reply from a unit outside, registered by hand on the day it came or the day after."""
    texts = {
        "CONFIRMED": "Remissen är mottagen och bedömd. Väntetid enligt nedan.",
        "REJECTED": "Remissen avvisas: saknar underlag för bedömning.",
        "PARTIAL": "Delsvar: undersökningen är gjord, provsvar väntas.",
        "FINAL": story.rng.choice(MATTERS[story.unit_of_case])[2],
    }
    register_reply(
        referral_id=story.referral_id,
        version=story.referral.version,
        reply_id=story.id(),
        kind=kind,
        arrived_on=local_date(story.now),
        channel="paper",
        text=texts[kind],
        author_name="Dr Utanför",
        wait=story.weeks(4, 16) if kind == "CONFIRMED" else None,
        actor=story.secretary(sender),
        now=story.now,
    )
