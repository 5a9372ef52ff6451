"""The sender's part of a story: decided, written, signed, sent; replies read; the loop closed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from remissvakt.core.clock import local_date
from remissvakt.letters.printing import print_delivery
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.actions.acknowledge import acknowledge
from remissvakt.referrals.actions.ask_receiver import withdraw
from remissvakt.referrals.actions.complete import complete, transcribe
from remissvakt.referrals.actions.decide import decide
from remissvakt.referrals.actions.deliver import mark_posted, report_failed
from remissvakt.referrals.actions.send import refer, send, sign_and_send
from remissvakt.referrals.actions.sign import sign
from remissvakt.referrals.actions.versions import begin_version
from remissvakt.referrals.actions.void import void
from remissvakt.referrals.actions.watch import chase
from remissvakt.referrals.models import Delivery
from remissvakt.referrals.states import ReferralState, ReplyKind

from .region import MATTERS
from .spoken import speak
from .telling import Over, Story


def send_one(story: Story, sender: str, receiver: str, *, referrer: Actor | None = None) -> None:
    """Decide, write and send a referral; may stop at any step that people do forget."""
    region, rng = story.region, story.rng
    who = referrer or story.someone(sender, "doctor", "clinician")
    question, information, _answer = rng.choice(MATTERS[receiver])
    fields = {"question": question, "clinical_information": information}
    patient = rng.choice(region.patients)
    if patient.interpreter_language:
        fields["interpreter"] = patient.interpreter_language
    rank = rng.choice((1, 2, 2, 3, 3, 3, 4))
    label = region.priority(receiver if region.units[receiver].local else sender, rank)
    story.referral_id = story.id()
    unit_id, to_unit_id = region.units[sender].id, region.units[receiver].id
    if story.chance(45):
        watcher = None if story.chance(40) else story.secretary(sender).person_id
        refer(
            referral_id=story.referral_id,
            unit_id=unit_id,
            patient_id=patient.id,
            to_unit_id=to_unit_id,
            priority_rank=rank,
            priority_label=label,
            fields=fields,
            actor=who,
            now=story.now,
            watcher_id=watcher,
        )
        return
    dictated = story.chance(60)
    decide(
        referral_id=story.referral_id,
        unit_id=unit_id,
        patient_id=patient.id,
        referrer_id=who.person_id,
        actor=who,
        now=story.now,
        to_unit_id=to_unit_id,
        priority_rank=rank,
        priority_label=label,
        fields={} if dictated else fields,
        dictated=dictated,
        dictation_place=f"Diktat {rng.randint(1000, 9999)}" if dictated else "",
    )
    _write_and_send(story, sender, who, fields, dictated)


def _write_and_send(story: Story, sender: str, who: Actor, fields: dict[str, str], dictated: bool) -> None:
    referral_id = story.referral_id
    draft_version = 1
    if dictated:
        story.wait(0, 2)
        story.forget(1)
        typist = story.secretary(sender)
        if sender in ("eken", "ogon", "hud") and story.chance(60):
            typist = story.secretary("pool")
        transcribe(
            referral_id=referral_id,
            version=story.referral.version,
            draft_version=1,
            fields=fields,
            actor=typist,
            now=story.now,
        )
        draft_version = 2
    story.wait(0, 1)
    story.forget(1)
    if story.chance(2):
        void(
            referral_id=referral_id,
            version=story.referral.version,
            reason="Patienten har redan tid på mottagningen.",
            actor=who,
            now=story.now,
        )
        raise Over
    if story.chance(40):
        sign_and_send(
            referral_id=referral_id,
            version=story.referral.version,
            draft_version=draft_version,
            actor=who,
            now=story.now,
        )
        return
    complete(
        referral_id=referral_id,
        version=story.referral.version,
        draft_version=draft_version,
        actor=story.secretary(sender),
        now=story.now,
    )
    story.wait(0, 1)
    story.forget(1)
    sign(
        referral_id=referral_id,
        version=story.referral.version,
        draft_version=draft_version + 1,
        actor=who,
        now=story.now,
    )
    story.wait(0, 1)
    story.forget(1)
    send(
        referral_id=referral_id, version=story.referral.version, actor=story.secretary(sender), now=story.now
    )


def stop_at(story: Story, sender: str, who: Actor, step: str) -> None:
    """Take a referral to one step of A.1 ("decided", "dictated", "completed", "signed") and leave it there."""
    receiver = "ogon"
    question, information, _answer = story.rng.choice(MATTERS[receiver])
    fields = {"question": question, "clinical_information": information}
    story.referral_id = story.id()
    recording_id = story.id() if step == "dictated" else None
    decide(
        referral_id=story.referral_id,
        unit_id=story.region.units[sender].id,
        patient_id=story.rng.choice(story.region.patients).id,
        referrer_id=who.person_id,
        actor=who,
        now=story.now,
        to_unit_id=story.region.units[receiver].id,
        priority_rank=2,
        priority_label=story.region.priority(receiver, 2),
        fields={} if step == "dictated" else fields,
        dictated=step == "dictated",
        recording_id=recording_id,
    )
    if recording_id is not None:
        speak(recording_id=recording_id, sound="remiss", actor=who, now=story.now)
    if step in ("decided", "dictated"):
        return
    story.now += timedelta(minutes=20)
    complete(
        referral_id=story.referral_id,
        version=1,
        draft_version=1,
        actor=story.secretary(sender),
        now=story.now,
    )
    if step == "signed":
        story.now += timedelta(minutes=20)
        sign(referral_id=story.referral_id, version=2, draft_version=2, actor=who, now=story.now)


def post(story: Story) -> None:
    """Print and post what leaves on paper; now and then it comes back."""
    waiting = Delivery.objects.filter(referral_id=story.referral_id, state="queued").order_by("id")
    for delivery in waiting:
        story.wait(0, 1)
        story.forget(2)
        poster = story.secretary(story.region.keys[delivery.from_unit_id])
        if story.recent:
            # What was posted long ago is not drawn: it would take the region a minute more.
            print_delivery(
                referral_id=delivery.referral_id, delivery_id=delivery.id, actor=poster, now=story.now
            )
            story.forget(2)
        mark_posted(delivery_id=delivery.id, version=story.referral.version, actor=poster, now=story.now)
        if story.chance(5) and story.recent:
            story.wait(3, 6)
            report_failed(
                delivery_id=delivery.id,
                version=story.referral.version,
                failure="Returpost: adressaten okänd",
                actor=poster,
                now=story.now,
            )
            raise Over


def look_for_reply(story: Story, sender: str) -> None:
    """A.4: the watch date passed without a word, so somebody calls."""
    referral = story.referral
    assert referral.watch_on
    days = (referral.watch_on - local_date(story.now)).days
    story.wait(max(days, 0), max(days, 0) + 2)
    story.forget(25)
    chase(
        referral_id=referral.id,
        version=story.referral.version,
        how="phone",
        reached="mottagningssekreteraren",
        said="Remissen finns och bedöms i veckan.",
        watch_on=local_date(story.now) + timedelta(days=14),
        actor=story.secretary(sender),
        now=story.now,
    )


def read_replies(story: Story, sender: str) -> None:
    """Acknowledge what has come, one by one, by whom the unit's rule lets."""
    while (reply := story.unread()) is not None:
        kind = ReplyKind(reply.kind)
        story.wait(0, 3)
        story.forget(3)
        referral = story.referral
        doctor = _reader(story, sender, referral.referrer_id)
        secretary = story.secretary(sender)
        plain = kind in (ReplyKind.CONFIRMED, ReplyKind.FORWARDED, ReplyKind.MORE_INFO)
        refused = kind in (ReplyKind.REJECTED, ReplyKind.CANCELLED)
        accept = kind != ReplyKind.CONFIRMED or not story.chance(7) or referral.state != ReferralState.SENT
        answered = ""
        if not plain and not refused:
            answered = "yes" if kind == ReplyKind.FINAL else "partly"
        say = refused and (story.chance(60) or not story.recent)
        acknowledge(
            reply_id=reply.id,
            version=referral.version,
            now=story.now,
            actor=secretary if plain else doctor,
            accept_wait=accept,
            dispute_reason="" if accept else "Patienten har försämrats och kan inte vänta så länge.",
            instead="Ny remiss till annan mottagare, patienten är informerad." if say else "",
            question_answered=answered,
            keep_watch=kind == ReplyKind.FINAL and story.recent and story.chance(20),
        )


def _referrer(story: Story) -> Actor:
    """Only the referrer signs."""
    return story.actor_of(story.referral.referrer_id)


def give_information(story: Story, sender: str) -> None:
    """Answer a request for more information with version + 1."""
    story.wait(1, 6)
    story.forget(15)
    version = begin_version(
        referral_id=story.referral_id,
        version=story.referral.version,
        actor=story.secretary(sender),
        now=story.now,
    )
    story.wait(0, 2)
    story.forget(10)
    sign_and_send(
        referral_id=story.referral_id,
        version=story.referral.version,
        draft_version=version.draft_version,
        fields={"clinical_information": version.clinical_information + "\nKomplettering: provsvar bifogas."},
        actor=_referrer(story),
        now=story.now,
    )


def take_back(story: Story) -> None:
    """Ask the receiver to let the referral go."""
    withdraw(
        referral_id=story.referral_id,
        version=story.referral.version,
        reason="Patienten har fått vård på annat håll.",
        how="phone",
        reached="mottagningen",
        actor=_referrer(story),
        now=story.now,
    )


def _reader(story: Story, sender: str, referrer_id: UUID | None) -> Actor:
    """The referrer where that is a doctor still here, otherwise a colleague who is one."""
    for actor in story.region.actors.values():
        if actor.person_id == referrer_id and actor.role == "doctor":
            return actor
    names = story.region.of_role(sender, "doctor")
    return story.region.actors[story.rng.choice(names)]
