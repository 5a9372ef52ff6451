"""Custody never drops: forwarding meets drafts, units outside, and referrals from outside (B.5)."""

import pytest

from factories import walks
from factories.region import make_unit
from factories.steps import ask_by_phone, pass_on
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import Refusal
from remissvakt.referrals.actions import ask_receiver, confirm, deliver, forward, send, versions
from remissvakt.referrals.models import Case, Event, ReceiverRequest, ReferralVersion

from .consistent import assert_consistent, work


def test_a_change_that_the_sender_has_begun_follows_to_the_new_unit(region, now):
    referral = walks.change_begun(region, now=now)
    pass_on(region, referral, now=now, to=region.skin_clinic)
    numbers = ReferralVersion.objects.filter(referral=referral).order_by("number")
    assert [(row.number, row.reason, row.sent_at is None) for row in numbers] == [
        (1, "NR", False),
        (2, "VR", False),
        (3, "AR", True),
    ]
    referral.refresh_from_db()
    send.sign_and_send(
        referral_id=referral.id, version=referral.version, draft_version=1, actor=region.referrer, now=now
    )
    assert walks.delivery_of(referral, "delivered").to_unit_id == region.skin_clinic.id
    assert_consistent(referral)


def test_a_change_that_was_dropped_stays_readable_before_the_forwarded_version(region, now):
    referral = walks.change_begun(region, now=now)
    versions.drop_version(referral_id=referral.id, version=referral.version, actor=region.referrer, now=now)
    pass_on(region, referral, now=now, to=region.skin_clinic)
    rows = ReferralVersion.objects.filter(referral=referral).order_by("number")
    assert [(row.number, row.reason) for row in rows] == [(1, "NR"), (2, "AR"), (3, "VR")]


def test_another_care_provider_needs_the_patients_consent(region, now):
    referral = walks.sent(region, now=now)
    with pytest.raises(Refusal) as caught:
        pass_on(region, referral, now=now, to=region.company_clinic, consent=" ")
    assert (caught.value.code, caught.value.field) == ("consent_missing", "consent")
    new = pass_on(region, referral, now=now, to=region.company_clinic, consent="Muntligt")
    assert new.unit_id == region.company_clinic.id


def test_what_is_forwarded_outside_is_confirmed_by_letter_to_either_unit(region, now):
    for actor in (region.secretary, region.eye_secretary):
        referral = walks.forwarded_outside(region, now=now)
        assert ("Ögonkliniken", "watch", "forwarded_not_confirmed") in work(referral)
        walks.put_reply(region, referral, now=now, actor=actor)
        assert ("Ögonkliniken", "watch", "forwarded_not_confirmed") not in work(referral)
        assert ("Vårdcentralen Eken", "acknowledge", "confirmation_unread") in work(referral)
        assert_consistent(referral)


def test_only_the_sender_and_the_forwarder_register_what_a_unit_outside_says(region, now):
    referral = walks.forwarded(region, now=now)
    case = walks.case_of(referral, region.skin_clinic)
    type(region.skin_clinic).objects.filter(id=region.skin_clinic.id).update(local=False)
    assert case.came_from.unit_id == region.eye_clinic.id
    with pytest.raises(Refusal) as caught:
        walks.put_reply(region, referral, now=now, actor=region.skin_secretary)
    assert caught.value.code == "not_at_sender"


def handed_on_outside(region, *, now):
    """From one unit outside by the eye clinic to another one outside, of its own care provider."""
    referral = walks.arrived(region, now=now, assessor_id=region.assessor.person_id)
    type(region.other_outside_unit).objects.filter(id=region.other_outside_unit.id).update(
        provider=region.region
    )
    forward.ForwardingTarget.objects.filter(unit=region.eye_clinic, to_unit=region.outside_unit).update(
        to_unit=region.other_outside_unit
    )
    pass_on(region, referral, now=now, to=region.other_outside_unit)
    return walks.fresh(referral)


def test_from_outside_to_outside_ends_when_the_new_unit_has_confirmed(region, now):
    """Nobody here watches it: the forwarding unit keeps it until it is taken over, and then it is closed."""
    referral = handed_on_outside(region, now=now)
    assert referral.state == "sent"
    assert ("Ögonkliniken", "watch", "forwarded_not_confirmed") in work(referral)
    walks.put_reply(region, referral, now=now, actor=region.eye_secretary)
    referral.refresh_from_db()
    assert (referral.state, referral.close_reason) == ("closed", "receiver_ended")
    assert all(node != "watch" for _unit, node, _why in work(referral))
    assert_consistent(referral)


def test_it_is_open_again_when_the_unit_outside_hands_it_on_to_one_here(region, now):
    """Closed here since others had it, it comes back to another unit of ours: until that has ended it, it is open."""
    referral = handed_on_outside(region, now=now)
    walks.put_reply(region, referral, now=now, actor=region.eye_secretary)
    given = {"kind": "FORWARDED", "forwarded_to_id": region.skin_clinic.id, "actor": region.eye_secretary}
    walks.put_reply(region, referral, now=now, **given)
    referral.refresh_from_db()
    assert (referral.state, referral.close_reason, referral.closed_at) == ("sent", "", None)
    assert ("Hudkliniken", "inbox", "no_assessor") in work(referral)
    reopened = Event.objects.get(referral=referral, kind="reopened")
    assert reopened.data == {"reason": "Remissen har kommit till en enhet här igen.", "watch_on": None}
    assert_consistent(referral)


def test_further_on_outside_it_stays_closed(region, now):
    referral = handed_on_outside(region, now=now)
    walks.put_reply(region, referral, now=now, actor=region.eye_secretary)
    third = make_unit(
        provider=region.outside_unit.provider, name="Fjällsjukhuset", now=now, local=False, channels=["paper"]
    )
    given = {"kind": "FORWARDED", "forwarded_to_id": third.id, "actor": region.eye_secretary}
    walks.put_reply(region, referral, now=now, **given)
    referral.refresh_from_db()
    assert (referral.state, referral.close_reason) == ("closed", "receiver_ended")
    assert not Event.objects.filter(referral=referral, kind="reopened").exists()
    assert_consistent(referral)


def test_from_outside_to_a_unit_here_is_open_until_that_unit_ends_it(region, now):
    referral = walks.arrived(region, now=now)
    new = pass_on(region, referral, now=now, to=region.skin_clinic)
    confirm.reject(
        case_id=new.id,
        version=new.version,
        reply_id=new_id(now=now),
        reason="wrong_unit",
        text="Nej.",
        actor=region.skin_doctor,
        now=now,
    )
    referral.refresh_from_db()
    assert (referral.state, referral.close_reason) == ("closed", "receiver_ended")
    assert_consistent(referral)


def test_back_and_forth(region, now):
    referral = walks.forwarded(region, now=now)
    back = pass_on(
        region,
        referral,
        now=now,
        to=region.eye_clinic,
        case=walks.case_of(referral, region.skin_clinic),
        actor=region.skin_secretary,
    )
    assert Case.objects.filter(referral=referral).count() == 3
    assert back.unit_id == region.eye_clinic.id
    assert_consistent(referral)


def test_never_to_the_sender_whoever_says_so(region, now):
    referral = walks.sent(region, now=now)
    with pytest.raises(Refusal) as caught:
        pass_on(region, referral, now=now, to=region.health_centre)
    assert caught.value.code == "forward_to_sender"
    for to in (region.health_centre, region.pool):
        with pytest.raises(Refusal) as caught:
            walks.registered(region, now=now, kind="FORWARDED", forwarded_to_id=to.id)
        assert caught.value.code in ("forward_to_sender", "receiver_closed")


@pytest.mark.parametrize("kind", ["CONFIRMED", "FINAL"])
def test_only_a_forwarding_names_a_new_receiver(region, now, kind):
    referral = walks.posted(region, now=now)
    with pytest.raises(Refusal) as caught:
        walks.put_reply(region, referral, now=now, kind=kind, forwarded_to_id=region.other_outside_unit.id)
    assert (caught.value.code, caught.value.field) == ("forwarded_to_unwanted", "forwarded_to")


def test_the_forwarding_unit_posts_what_it_forwards(region, now):
    """The letter to a unit outside is the forwarding unit's work, also when it comes back."""
    referral = walks.forwarded_outside(region, now=now)
    letter = walks.delivery_of(referral, "queued")
    assert (letter.from_unit_id, letter.to_unit_id) == (region.eye_clinic.id, region.outside_unit.id)
    assert ("Ögonkliniken", "send", "post_referral") in work(referral)
    given = {"actor": region.eye_secretary, "now": now}
    deliver.report_failed(delivery_id=letter.id, version=referral.version, failure="Adressat okänd.", **given)
    referral.refresh_from_db()
    anew = deliver.resend(delivery_id=letter.id, version=referral.version, channel="paper", **given)
    assert anew.from_unit_id == region.eye_clinic.id
    assert_consistent(referral)


def test_what_the_sender_has_asked_goes_with_the_case(region, now):
    referral = walks.withdrawal_asked(region, now=now)
    new = pass_on(region, referral, now=now, to=region.skin_clinic)
    assert ("Hudkliniken", "answer", "withdrawal_asked") in work(referral)
    ask_receiver.answer_request(
        case_id=new.id,
        version=new.version,
        kind="withdraw",
        outcome="granted",
        text="Avslutas.",
        actor=region.skin_secretary,
        now=now,
    )
    referral.refresh_from_db()
    assert (referral.state, referral.close_reason) == ("closed", "withdrawn")
    assert_consistent(referral)


def test_a_new_time_that_the_next_unit_grants_is_its_word_that_it_has_the_referral(region, now):
    """The forwarding unit watches until the next has said when; the sender watches on, to that time (A.3, B.5)."""
    referral = walks.reprioritisation_asked(region, now=now)
    new = pass_on(region, referral, now=now, to=region.skin_clinic)
    watched = (region.eye_clinic.name, "watch", "forwarded_not_confirmed")
    assert watched in work(referral)
    wait = walks.weeks(3, now=now)
    ask_receiver.answer_request(
        case_id=new.id,
        version=new.version,
        kind="reprioritise",
        outcome="granted",
        text="Tid inom tre veckor.",
        wait=wait,
        actor=region.skin_secretary,
        now=now,
    )
    assert watched not in work(referral)
    assert walks.case_of(referral).state == "received"  # they have yet to assess it
    assert walks.fresh(referral).watch_on == wait.until
    assert {node for unit, node, _why in work(referral) if unit == region.skin_clinic.name} >= {"inbox"}
    assert_consistent(referral)


def test_an_answer_is_also_the_answer_to_what_was_asked(region, now):
    """Nothing that was asked of an ended case waits for ever, and it can be asked again after a reopening."""
    referral = walks.posted(region, now=now)
    ask_by_phone(ask_receiver.withdraw, region, referral, now=now)
    walks.put_reply(region, referral, now=now, kind="FINAL")
    request = ReceiverRequest.objects.get()
    assert (request.outcome, request.answered_by_id) == ("denied", region.secretary.person_id)
    with pytest.raises(Refusal) as caught:
        ask_receiver.register_request_answer(
            referral_id=referral.id,
            version=walks.fresh(referral).version,
            kind="withdraw",
            outcome="granted",
            text="Ok.",
            actor=region.secretary,
            now=now,
        )
    assert caught.value.code == "no_open_request"
    assert_consistent(referral)


def test_what_the_first_unit_wanted_to_know_is_still_owed_to_the_next(region, now):
    """The forwarded version is the same content: nobody has been told more by it (A.4, B.5)."""
    referral = walks.information_requested(region, now=now)
    pass_on(region, referral, now=now, to=region.skin_clinic)
    owed = (region.health_centre.name, "complete", "information_missing")
    assert owed in work(referral)
    assert_consistent(referral)
    referral.refresh_from_db()
    given = {"referral_id": referral.id, "actor": region.referrer, "now": now}
    versions.begin_version(version=referral.version, **given)
    referral.refresh_from_db()
    send.sign_and_send(version=referral.version, draft_version=1, **given)
    assert owed not in work(referral)
    assert_consistent(referral)
