"""What can become of a referral, done by the real actions at the model units: each a history to multiply.

`CLOSED` and `OPEN` hold (name, weight, how). A history takes the actors, and `at`: the instant so many days after the
decision.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.core.waits import WaitKind, read_wait
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.actions import (
    acknowledge,
    answer,
    ask_receiver,
    assess,
    complete,
    confirm,
    decide,
    deliver,
    forward,
    inform_patient,
    register_reply,
    send,
    sign,
)
from remissvakt.referrals.models import Case, Delivery, Referral, Reply

from .region import Region

FIELDS = {
    "question": "Misstänkt glaukom, önskar bedömning.",
    "clinical_information": "Förhöjt tryck sedan i våras, hereditet på mödernet. Synfält utan anmärkning. "
    * 4,
}


@dataclass(slots=True)
class Story:
    """One history under way: a referral from the first model unit to the second."""

    region: Region
    patient_id: UUID
    begin: datetime
    referral_id: UUID

    def at(self, days: float) -> datetime:
        return self.begin + timedelta(days=days)

    @property
    def sender(self) -> Any:
        return self.region.models[0]

    @property
    def receiver(self) -> Any:
        return self.region.models[1]

    def decided(self, days: float, actor: Actor, **more: Any) -> dict[str, Any]:
        """What every way of beginning is told."""
        return {
            "referral_id": self.referral_id,
            "unit_id": self.sender.unit.id,
            "patient_id": self.patient_id,
            "to_unit_id": self.receiver.unit.id,
            "priority_rank": 3,
            "priority_label": "Normal",
            "fields": FIELDS,
            "actor": actor,
            "now": self.at(days),
            **more,
        }

    def referral(self, days: float, actor: Actor) -> dict[str, Any]:
        version = Referral.objects.get(id=self.referral_id).version
        return {"referral_id": self.referral_id, "version": version, "actor": actor, "now": self.at(days)}

    def case(self, days: float, actor: Actor) -> dict[str, Any]:
        case = Case.objects.get(referral_id=self.referral_id, unit=self.receiver.unit)
        return {"case_id": case.id, "version": case.version, "actor": actor, "now": self.at(days)}

    def reply(self, days: float, kind: str, actor: Actor) -> dict[str, Any]:
        given = self.referral(days, actor)
        del given["referral_id"]
        return {"reply_id": Reply.objects.get(referral_id=self.referral_id, kind=kind).id, **given}


def drafted(story: Story) -> None:
    decide.decide(**story.decided(0, story.sender.doctor, referrer_id=story.sender.doctor.person_id))


def to_be_signed(story: Story) -> None:
    drafted(story)
    complete.complete(**story.referral(0.1, story.sender.secretary), draft_version=1)


def to_be_sent(story: Story) -> None:
    to_be_signed(story)
    sign.sign(**story.referral(0.2, story.sender.doctor), draft_version=2)


def sent(story: Story) -> None:
    send.refer(**story.decided(0, story.sender.doctor))


def assigned(story: Story) -> None:
    sent(story)
    given = story.case(0.2, story.receiver.secretary)
    assess.assign(**given, assessor_id=story.receiver.doctor.person_id)


def confirmed(story: Story) -> None:
    assigned(story)
    given = story.case(1, story.receiver.doctor)
    wait = read_wait(kind=WaitKind.WEEKS, value="8", today=local_date(given["now"]))
    confirm.confirm(**given, reply_id=new_id(now=given["now"]), text="Vi kallar patienten.", wait=wait)


def confirmation_read(story: Story) -> None:
    confirmed(story)
    acknowledge.acknowledge(**story.reply(2, "CONFIRMED", story.sender.doctor), accept_wait=True)
    tell_patient(story, 2.2)


def tell_patient(story: Story, days: float) -> None:
    given = story.case(days, story.receiver.secretary)
    inform_patient.inform_patient(**given, how="letter", told_on=local_date(given["now"]), note="")


def answer_begun(story: Story) -> None:
    confirmation_read(story)
    given = story.case(20, story.receiver.doctor)
    answer.decide_answer(**given, reply_id=new_id(now=given["now"]), kind="FINAL", text="Inget glaukom.")


def answered(story: Story) -> None:
    answer_begun(story)
    reply = Reply.objects.get(referral_id=story.referral_id, kind="FINAL")
    answer.sign_and_send_answer(
        reply_id=reply.id,
        draft_version=1,
        text="Trycket är 19 på båda ögonen. Inget glaukom. Åter till remittenten för kontroll om ett år.",
        actor=story.receiver.doctor,
        now=story.at(20.1),
    )


def answer_read(story: Story) -> None:
    answered(story)
    acknowledge.acknowledge(**story.reply(22, "FINAL", story.sender.doctor), question_answered="yes")
    tell_patient(story, 23)


def rejected(story: Story) -> None:
    assigned(story)
    given = story.case(1, story.receiver.doctor)
    confirm.reject(
        **given, reply_id=new_id(now=given["now"]), reason="wrong_unit", text="Hör hemma hos optiker."
    )


def rejection_handled(story: Story) -> None:
    rejected(story)
    given = story.reply(2, "REJECTED", story.sender.doctor)
    acknowledge.acknowledge(**given, instead="Patienten är hänvisad till optiker.")
    tell_patient(story, 2.2)


def posted(story: Story) -> None:
    send.refer(**story.decided(0, story.sender.doctor, to_unit_id=story.region.outside.id))
    given = story.referral(0.3, story.sender.secretary)
    del given["referral_id"]
    delivery = Delivery.objects.get(referral_id=story.referral_id, state="queued")
    deliver.mark_posted(delivery_id=delivery.id, **given)


def answered_on_paper(story: Story) -> None:
    posted(story)
    given = story.referral(25, story.sender.secretary)
    register_reply.register_reply(
        **given,
        reply_id=new_id(now=given["now"]),
        kind="FINAL",
        arrived_on=local_date(given["now"]),
        channel="paper",
        text="Inget glaukom.",
        author_name="Dr Ute",
    )
    acknowledge.acknowledge(**story.reply(26, "FINAL", story.sender.doctor), question_answered="yes")


def withdrawn(story: Story) -> None:
    assigned(story)
    given = story.referral(1, story.sender.doctor)
    ask_receiver.withdraw(**given, reason="Behövs inte längre.", how="", reached="")
    ask_receiver.answer_request(
        **story.case(2, story.receiver.doctor), kind="withdraw", outcome="granted", text="Avslutas här."
    )


def forwarded(story: Story) -> None:
    sent(story)
    given = story.case(1, story.receiver.doctor)
    forward.forward(
        **given,
        reply_id=new_id(now=given["now"]),
        to_unit_id=story.region.models[2].unit.id,
        reason="Hör till er.",
        consent="",
    )


Way = tuple[str, int, Callable[[Story], None]]
CLOSED: tuple[Way, ...] = (
    ("answer_read", 80, answer_read),
    ("rejection_handled", 7, rejection_handled),
    ("answered_on_paper", 10, answered_on_paper),
    ("withdrawn", 3, withdrawn),
)
# Those after the first four are not yet, or no longer, simply under way at the receiver.
OPEN: tuple[Way, ...] = (
    ("sent", 15, sent),
    ("assigned", 20, assigned),
    ("confirmed", 10, confirmed),
    ("confirmation_read", 25, confirmation_read),
    ("posted", 8, posted),
    ("answered", 6, answered),
    ("answer_begun", 4, answer_begun),
    ("forwarded", 4, forwarded),
    ("rejected", 2, rejected),
    ("drafted", 3, drafted),
    ("to_be_signed", 2, to_be_signed),
    ("to_be_sent", 1, to_be_sent),
)
