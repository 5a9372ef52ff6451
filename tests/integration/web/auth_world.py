"""One health centre's objects of every sort, somebody in every role there, a receiver, and an outsider."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.test import Client
from tests.factories import walks
from tests.factories.browser import log_in_as
from tests.factories.people import make_absent, make_loan
from tests.factories.region import make_region
from tests.factories.scans import scanned, sheets

from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.dictation.actions.save_phrase import save_phrase
from remissvakt.importing.models import ImportJob
from remissvakt.organisations.actions.request_forwarding_target import request_forwarding_target
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import PoolService, ReplyTemplate
from remissvakt.referrals.actions.speak import finish_speaking
from remissvakt.referrals.actions.unclear import mark_unclear
from remissvakt.speech.assemble import work
from remissvakt.worklists.models import Favourite
from speaking import begun, speak
from typing_out import elsewhere

NAVIGATE = {"Sec-Fetch-Mode": "navigate"}


class World:
    """`clients` by role; `value` gives an object's id, or a word, for a name in an address."""

    def __init__(self, now: datetime) -> None:
        region, today = make_region(now=now), local_date(now)
        self.region, self.now = region, now
        self.actors: dict[str, Actor] = {
            "secretary": region.secretary,
            "doctor": region.referrer,
            "clinician": region.nurse,
            "manager": region.manager,
            "pool": region.pool_secretary,
            "administrator": region.administrator,
            "receiver": region.assessor,
            "other": region.skin_secretary,
        }
        self.clients = {name: log_in_as(actor, now=now) for name, actor in self.actors.items()}
        self.clients["nobody"] = Client(headers=NAVIGATE)
        self.ids = self._objects(today)

    def _objects(self, today: date) -> dict[str, UUID | str]:
        region, now = self.region, self.now
        referral = walks.answer_begun(region, now=now)
        loan = make_loan(
            unit_id=region.health_centre.id,
            from_person_id=region.other_referrer.person_id,
            to_person_id=region.referrer.person_id,
            decided_by_id=region.manager.person_id,
            nodes=["sign"],
            from_on=today,
            to_on=today + timedelta(days=7),
            now=now,
        )
        absence = make_absent(person_id=region.other_referrer.person_id, from_on=today, to_on=None, now=now)
        target = request_forwarding_target(
            unit_id=region.health_centre.id,
            to_unit_id=region.skin_clinic.id,
            motivation="Behövs.",
            actor=region.manager,
            now=now,
        )
        template = ReplyTemplate(
            id=new_id(now=now), unit=region.health_centre, kind="FINAL", title="Åter", text="Åter."
        )
        template.save(force_insert=True)
        favourite = Favourite(
            id=new_id(now=now),
            person_id=region.secretary.person_id,
            name="Mina",
            path="/arbete/mitt/att-bevaka/",
            query="",
        )
        favourite.save(force_insert=True)
        job = ImportJob(
            id=new_id(now=now),
            unit=region.health_centre,
            person_id=region.secretary.person_id,
            create_units=False,
            state="unreadable",
            begun_at=now,
            changed_at=now,
            size=1,
            digest="0" * 64,
            refusal="Filen är tom.",
        )
        job.save(force_insert=True)
        service = PoolService.objects.get(unit=region.health_centre)
        scan = scanned(sheets(1), actor=region.secretary, now=now)
        run = walks.print_run(region, now=now)
        delivery = run.entries.get().delivery
        letter = walks.letter_begun(referral, actor=region.secretary, now=now)
        return {
            "referral_id": referral.id,
            "edit_text.referral_id": walks.drafted(region, now=now).id,
            "reply_id": walks.reply_of(referral, "FINAL").id,
            "reply_letter.reply_id": walks.reply_of(referral, "CONFIRMED").id,
            **{
                f"{page}.referral_id": delivery.referral_id
                for page in ("delivery_letter", "print_delivery", "printed_pdf")
            },
            "delivery_id": delivery.id,
            "letter_id": letter.id,
            "run_id": run.id,
            "document_id": walks.paper(region, now=now).id,
            "scan_id": scan.id,
            "page_id": scan.pages.get().id,
            **self._spoken(),
            **self._dictated(),
            "certificate_question_id": walks.certificate(region, now=now).id,
            "patient_id": region.patient.id,
            "template_id": template.id,
            "target_id": target.id,
            "person_id": region.other_referrer.person_id,
            "assignment_id": region.other_referrer.assignment_id,
            "absence_id": absence.id,
            "delegation_id": loan.id,
            "provider_id": region.region.id,
            "unit_id": region.health_centre.id,
            "admin_unit_serve.unit_id": region.pool.id,
            "service_id": service.id,
            "job_id": job.id,
            "favourite_id": favourite.id,
            "slug": "att-bevaka",
            "whose": "vart",
            "action": "chase",
            "act": "aktivera",
            "key": "nobody",
        }

    def _spoken(self) -> dict[str, UUID | str]:
        """A recording that the doctor has begun, and one that is put together."""
        author, now = self.region.referrer, self.now
        open_one, whole = begun(self.region, now=now), begun(self.region, now=now)
        take = speak(whole, [(400, 0.2)], actor=author, now=now)
        heard_at = now + timedelta(minutes=1)
        work(now=heard_at)
        finish_speaking(recording_id=whole.id, version=None, actor=author, now=heard_at)
        work(now=heard_at)
        audio = ("recording_audio", "take_audio", "take_original")
        return {
            "recording_id": open_one.id,
            **{f"{page}.recording_id": whole.id for page in audio},
            "take_id": take.id,
            "number": "0",
        }

    def _dictated(self) -> dict[str, UUID | str]:
        """A dictation that waits to be typed, with an unclear spot; and a phrase of the health centre."""
        _referral, dictation = elsewhere(self.region, now=self.now)
        unclear = mark_unclear(
            dictation_id=dictation.id,
            spot_id=new_id(now=self.now),
            at_ms=1000,
            note="",
            actor=self.region.secretary,
            now=self.now,
        )
        phrase = save_phrase(
            unit_id=self.region.health_centre.id,
            short="iua",
            text="Inget ur anamnesen.",
            actor=self.region.secretary,
            now=self.now,
        )
        return {"dictation_id": dictation.id, "spot_id": unclear.id, "phrase_id": phrase.id}

    def value(self, page: str, name: str) -> UUID | str:
        return self.ids.get(f"{page}.{name}", self.ids[name])
