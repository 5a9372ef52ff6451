"""Tells the model what was done: the product's ids as the model's things, and nothing of what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from factories import Region
from remissvakt.core.clock import local_date
from remissvakt.core.waits import Wait
from remissvakt.database.prepared import Prepared
from remissvakt.delegation.models import Delegation
from remissvakt.organisations.models import PoolService, UnitRoutine
from remissvakt.referrals.models import Case as CaseRow
from remissvakt.referrals.models import CertificateQuestion, Delivery, Letter, ReferralVersion, Reply
from remissvakt.referrals.models import Question as QuestionRow

from .model import told_letters, told_papers, told_people, told_receiver, told_sender, told_speech, told_texts  # noqa: F401
from .model.things import TOLD, Act, Case, Model, Person, Unit
from .speech import SPEECH, give_back_unreadable, place_of, texts_of, will_be_given_back

LIMITS = ("confirmation_days", "reprioritisation_days", "withdrawal_days", "chase_days")


def model_of(region: Region) -> Model:
    """The region's people, units and pools, as the model knows them from the beginning."""
    units = {unit.id: Unit(local=unit.local) for unit in region.units.values()}
    for row in UnitRoutine.objects.all():
        units[row.unit_id].limits = {name: getattr(row, name) for name in LIMITS}
    for service in PoolService.objects.all():
        pool = units[service.pool_id]
        pool.serves = {**(pool.serves or {}), service.unit_id: tuple(service.nodes)}
    people = {one.person_id: Person(unit=one.unit_id, role=one.role.value) for one in region.people.values()}
    return Model(units=units, people=people)


_SPOKEN: dict[str, Any] = {"letter": Letter, "reply": Reply, "version": ReferralVersion}


@Prepared
def _said_in(kind: str, *, dictation_id: UUID) -> QuerySet[Any, Any]:
    return _SPOKEN[kind].objects.filter(dictation_id=dictation_id).values_list("referral_id", "id")


class Telling:
    """One world's model, and which of its things goes by which id."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.model = model_of(region)
        self.cases: dict[UUID, tuple[UUID, Case]] = {}
        self.referral_of: dict[Any, UUID] = {}
        self.numbers = {
            one.id: one.number for one in (region.patient, region.other_patient, region.protected_patient)
        }
        self.patient_of: dict[UUID, UUID] = {}

    def prepare(self, function: Callable[..., Any], given: dict[str, Any]) -> Act:
        """What is about to be tried, said in the model's words; asked before, since the act may change the rows."""
        actor, words = given.get("actor"), dict(given)
        draft = words.get("draft") or words.get("letter")
        if draft is not None:
            words["letter"] = draft.letter_id
        if isinstance(words.get("wait"), Wait):
            words["wait"] = words["wait"].until
        referral = words.get("referral_id")
        for name in ("reply_id", "letter_id", "letter", "question_id", "document_id"):
            referral = referral or self.referral_of.get(words.get(name))
        if "case_id" in words:
            referral, words["case"] = self.cases.get(words["case_id"], (None, None))
        if "delivery_id" in words:
            referral, words["sending"] = self._sending(words["delivery_id"])
        if "dictation_id" in words:
            referral, words["text"] = self._spoken(words["dictation_id"])
        if "certificate_question_id" in words:
            row = CertificateQuestion.objects.filter(id=words["certificate_question_id"]).first()
            words["certificate"] = row and row.certificate_id
        number = self.numbers.get(self.patient_of.get(referral)) if referral else None
        words["linked"] = bool(number) and words.get("number_on_paper") == number
        words["referral"] = referral
        if function in SPEECH:
            words["texts"] = texts_of(words["recording_id"])
            words["given_back"] = function is give_back_unreadable and will_be_given_back(
                words["recording_id"], words["version"]
            )
        return Act(
            name=function.__name__,
            given=words,
            who=actor.person_id if actor else None,
            unit=actor.unit_id if actor else None,
            units=actor.unit_ids if actor else frozenset(),
            pool=bool(actor and actor.in_pool),
            today=local_date(given["now"]),
        )

    def done(self, act: Act) -> None:
        """It was done: the model follows, and what it now has learns its ids."""
        if act.name == "delegate":
            known = set(self.model.lent)
            rows = Delegation.objects.filter(ended_at=None).values_list("id", flat=True)
            act.made["delegations"] = [key for key in rows if key not in known]
        TOLD[act.name](self.model, act)
        words = act.given
        if act.name == "report_certificate":
            row = CertificateQuestion.objects.get(certificate_id=words["certificate_id"])
            self.model.certificates[words["certificate_id"]].id = row.id
        if words.get("patient_id") and words.get("referral_id"):
            self.patient_of[words["referral_id"]] = words["patient_id"]
        if act.name == "add_referral_from_dictation":
            self.patient_of[words["referral_id"]] = self.patient_of[words["referral"]]
        referral = words["referral"]
        if referral is None:
            return
        for name in ("reply_id", "letter_id", "letter", "question_id", "document_id"):
            if words.get(name):
                self.referral_of[words[name]] = words.get("referral_id") or referral
        self._name_cases(referral)
        if words.get("referral_id") and words["referral_id"] != referral:
            self._name_cases(words["referral_id"])
        self._name_questions(referral)

    def _name_cases(self, referral: UUID) -> None:
        has = self.model.referrals[referral].cases
        nameless = [case for case in has if not any(case is known for _r, known in self.cases.values())]
        if nameless:
            rows = CaseRow.objects.filter(referral_id=referral).values_list("id", flat=True)
            new = [key for key in rows if key not in self.cases]
            assert len(new) == len(nameless) == 1, (new, nameless)
            self.cases[new[0]] = (referral, nameless[0])

    def _name_questions(self, referral: UUID) -> None:
        """Questions that an act has asked: each is known by whom it is put to."""
        questions = self.model.referrals[referral].questions
        nameless = [key for key in questions if not isinstance(key, UUID)]
        if not nameless:
            return
        for row in QuestionRow.objects.filter(referral_id=referral).exclude(
            id__in=set(questions) - set(nameless)
        ):
            for key in nameless:
                asked = questions.get(key)
                if asked and (asked.asked, asked.asked_unit) == (row.to_person_id, row.to_unit_id):
                    questions[row.id] = questions.pop(key)
                    self.referral_of[row.id] = referral
                    break

    def _sending(self, delivery_id: UUID) -> tuple[UUID | None, Any]:
        row = Delivery.objects.select_related("referral_version").filter(id=delivery_id).first()
        if row is None:
            return None, None
        if row.letter_id:
            return row.referral_id, ("letter", row.letter_id)
        if row.reply_id:
            return row.referral_id, ("reply", row.reply_id)
        return row.referral_id, ("version", place_of(row.referral_version) + 1, row.to_unit_id)

    def _spoken(self, dictation_id: UUID) -> tuple[UUID | None, Any]:
        for kind in _SPOKEN:
            for referral, text in _said_in.tuples(kind, dictation_id=dictation_id):
                return referral, (kind, text)
        return None, None
