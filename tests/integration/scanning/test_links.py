"""Whose a paper is: its code says it, the number on it, or two persons; linked is not registered (A.6, W14)."""

from dataclasses import replace

import pytest

from factories import told_scans as scans
from factories import walks
from remissvakt.assurance.checks import run_checks
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal, Stale
from remissvakt.documents.models import CodeKind, Document
from remissvakt.referrals.actions import papers, register_arrival
from remissvakt.referrals.models import Event, Reply, WorkItem

pytestmark = pytest.mark.django_db
THE_NUMBER = "191212121212"
ANOTHER = "194408139089"


def link(region, document, referral, *, now, actor=None, **more):
    given = {"kind": "answer", "number_on_paper": THE_NUMBER, "reason": "", **more}
    return papers.link_paper(
        document_id=document.id,
        document_version=Document.objects.get(id=document.id).version,
        referral_id=referral.id,
        actor=actor or region.secretary,
        now=now,
        **given,
    )


def again(act, region, document, *, now, actor, **more):
    return act(
        document_id=document.id,
        document_version=Document.objects.get(id=document.id).version,
        actor=actor,
        now=now,
        **more,
    )


def refused(act):
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value


def why(document):
    return WorkItem.objects.get(document=document).reason


@pytest.fixture
def referral(region, now):
    return walks.posted(region, now=now)


@pytest.fixture
def document(region, now):
    (one,) = scans.scanned(region, "text", now=now)
    return one


@pytest.mark.parametrize("written", [THE_NUMBER, "19121212-1212", "121212+1212", " 1912 12 12 12 12 "])
def test_the_patients_number_in_any_form_links_at_once(region, now, referral, document, written):
    linked = link(region, document, referral, now=now, number_on_paper=written)
    assert (linked.referral_id, linked.kind, linked.linked_by_id) == (
        referral.id,
        "answer",
        region.secretary.person_id,
    )
    assert why(document) == "paper_unregistered"
    assert run_checks(now=now) == []


@pytest.mark.parametrize("kind", ["referral", "other"])
def test_what_a_person_says_is_no_reply_is_work_no_longer(region, now, referral, document, kind):
    link(region, document, referral, now=now, kind=kind)
    assert not WorkItem.objects.filter(document=document).exists()
    assert run_checks(now=now) == []


@pytest.mark.parametrize("number", ["", ANOTHER, "19440813-9089"])
def test_another_number_or_none_waits_for_a_second_person(region, now, referral, document, number):
    assert (
        refused(lambda: link(region, document, referral, now=now, number_on_paper=number)).field == "reason"
    )
    asked = link(region, document, referral, now=now, number_on_paper=number, reason="Samma namn och datum.")
    assert (asked.linked_at, asked.referral_id, asked.asked_referral_id) == (None, None, referral.id)
    assert why(document) == "paper_second_person"
    assert run_checks(now=now) == []

    refusal = refused(lambda: again(papers.confirm_link, region, document, now=now, actor=region.secretary))
    assert refusal.code == "second_person_needed"
    done = again(papers.confirm_link, region, document, now=now, actor=region.nurse)
    assert (done.referral_id, done.linked_by_id, done.asked_at) == (
        referral.id,
        region.nurse.person_id,
        None,
    )
    kinds = list(
        Event.objects.filter(referral=referral, kind__startswith="paper_").values_list("kind", "person_id")
    )
    assert kinds == [
        ("paper_link_asked", region.secretary.person_id),
        ("paper_linked", region.nurse.person_id),
    ]
    assert run_checks(now=now) == []


def test_a_second_person_may_say_no(region, now, referral, document):
    link(region, document, referral, now=now, number_on_paper="", reason="Tror det.")
    done = again(papers.decline_link, region, document, now=now, actor=region.nurse, reason="Annan patient.")
    assert (done.asked_at, done.kind, why(document)) == (None, "", "paper_unlinked")
    assert (
        refused(lambda: again(papers.confirm_link, region, document, now=now, actor=region.nurse)).code
        == "link_not_asked"
    )
    assert run_checks(now=now) == []


def test_a_number_that_is_none_is_a_slip_of_the_hand(region, now, referral, document):
    refusal = refused(
        lambda: link(region, document, referral, now=now, number_on_paper="191212121213", reason="x")
    )
    assert (refusal.code, refusal.field) == ("patient_number_check_digit", "number_on_paper")
    assert "1212" not in refusal.message


def test_the_number_is_kept_nowhere(region, now, referral, document):
    link(region, document, referral, now=now, number_on_paper=ANOTHER, reason="Gammalt nummer.")
    said = str(list(Event.objects.filter(referral=referral).values_list("data", flat=True)))
    row = Document.objects.filter(id=document.id).values().get()
    assert ANOTHER not in said
    assert ANOTHER not in str(row)


def test_by_hand_a_coded_paper_goes_nowhere_but_where_its_code_says(region, now, referral):
    theirs = walks.arrived(region, now=now)
    (document,) = scans.scanned(region, scans.code(theirs, now=now), now=now)
    refusal = refused(lambda: link(region, document, referral, now=now))
    assert refusal.code == "code_says_another"
    assert theirs.code not in refusal.message
    refusal = refused(
        lambda: walks.put_reply(
            region, referral, now=now, document_id=document.id, number_on_paper=THE_NUMBER
        )
    )
    assert refusal.code == "code_says_another"
    assert not Reply.objects.exists()
    assert why(document) == "paper_of_another_unit"


def test_another_units_papers_and_referrals_are_not_found(region, now, referral, document):
    theirs = walks.arrived(region, now=now)
    with pytest.raises(NotFound):
        link(region, document, theirs, now=now)
    with pytest.raises(NotFound):
        link(region, document, referral, now=now, actor=region.eye_secretary)
    for act, more in (
        (papers.confirm_link, {}),
        (papers.decline_link, {"reason": "x"}),
        (papers.say_no_reply, {"reason": "x"}),
    ):
        with pytest.raises(NotFound):
            again(act, region, document, now=now, actor=region.eye_secretary, **more)


def test_the_pool_does_not_link_one_units_paper_to_anothers_referral(region, now, document):
    """The paper came to the health centre, which is no party. A pool that does the inbox too has both."""
    theirs = walks.arrived(region, now=now)
    with pytest.raises(NotFound):
        link(region, document, theirs, now=now, actor=region.pool_secretary)
    both = frozenset(
        (unit, node) for unit in region.pool_secretary.unit_ids for node in ("inbox", "unlinked")
    )
    actor = replace(region.pool_secretary, pool_nodes=both)
    refusal = refused(lambda: link(region, document, theirs, now=now, actor=actor))
    assert refusal.code == "paper_of_no_party"
    assert why(document) == "paper_unlinked"


def test_a_stale_page_changes_nothing(region, now, referral, document):
    """Nobody is said to have dealt with the paper as long as nobody has."""
    refusal = refused(
        lambda: papers.link_paper(
            document_id=document.id,
            document_version=document.version - 1,
            referral_id=referral.id,
            number_on_paper=THE_NUMBER,
            actor=region.secretary,
            now=now,
        )
    )
    assert (type(refusal), refusal.code) == (Stale, "stale")
    link(region, document, referral, now=now)
    refusal = refused(lambda: link(region, document, referral, now=now))
    assert (refusal.code, refusal.params["who"]) == ("paper_linked_already", "Sara Sjö")


# Registered


@pytest.mark.parametrize(("kind", "is_"), [("CONFIRMED", "confirmation"), ("FINAL", "answer")])
def test_a_paper_that_linked_itself_is_registered_without_typing(region, now, referral, kind, is_):
    """Kind, wait and day are all that is asked: the text is on the pages."""
    (document,) = scans.scanned(region, scans.code(referral, now=now), now=now)
    reply = walks.put_reply(region, referral, now=now, kind=kind, document_id=document.id, text="")
    document.refresh_from_db()
    assert (document.reply_id, document.kind, document.linked_by_id) == (reply.id, is_, None)
    assert not WorkItem.objects.filter(document=document).exists()
    assert WorkItem.objects.filter(reply=reply, node="acknowledge").exists()
    assert run_checks(now=now) == []


def test_without_pages_the_text_is_still_asked_for(region, now, referral):
    paper = walks.paper(region, now=now)
    refusal = refused(
        lambda: walks.put_reply(
            region, referral, now=now, document_id=paper.id, number_on_paper=THE_NUMBER, text=""
        )
    )
    assert (refusal.code, refusal.field) == ("text_missing", "text")


def test_registering_an_unlinked_paper_asks_for_the_number_on_it(region, now, referral, document):
    for number in ("", ANOTHER):
        refusal = refused(
            lambda number=number: walks.put_reply(
                region, referral, now=now, document_id=document.id, number_on_paper=number
            )
        )
        assert (refusal.code, refusal.field) == ("number_on_paper_differs", "number_on_paper")
    assert not Reply.objects.exists()
    reply = walks.put_reply(region, referral, now=now, document_id=document.id, number_on_paper=THE_NUMBER)
    document.refresh_from_db()
    assert (document.referral_id, document.reply_id) == (referral.id, reply.id)
    assert run_checks(now=now) == []


def test_one_paper_is_one_reply(region, now, referral, document):
    walks.put_reply(region, referral, now=now, document_id=document.id, number_on_paper=THE_NUMBER)
    refusal = refused(
        lambda: walks.put_reply(
            region, referral, now=now, document_id=document.id, number_on_paper=THE_NUMBER, kind="FINAL"
        )
    )
    assert refusal.code == "paper_linked_already"


def test_a_person_says_that_a_coded_paper_is_no_reply(region, now, referral):
    (document,) = scans.scanned(region, scans.code(referral, now=now, kind=CodeKind.LETTER), now=now)
    assert (
        refused(
            lambda: again(papers.say_no_reply, region, document, now=now, actor=region.secretary, reason=" ")
        ).field
        == "reason"
    )
    done = again(papers.say_no_reply, region, document, now=now, actor=region.secretary, reason="Returpost.")
    assert (done.referral_id, done.set_aside_reason) == (referral.id, "Returpost.")
    assert not WorkItem.objects.filter(document=document).exists()
    assert Event.objects.get(referral=referral, kind="paper_no_reply").data["reason"] == "Returpost."
    assert run_checks(now=now) == []


def test_it_may_turn_out_to_be_one_after_all(region, now, referral):
    (document,) = scans.scanned(region, scans.code(referral, now=now), now=now)
    again(papers.say_no_reply, region, document, now=now, actor=region.secretary, reason="Tom blankett.")
    reply = walks.put_reply(region, referral, now=now, document_id=document.id)
    document.refresh_from_db()
    assert (document.reply_id, document.set_aside_reason) == (reply.id, "")
    assert run_checks(now=now) == []


def test_an_unlinked_paper_is_nothing_to_say_that_of(region, now, document):
    assert (
        refused(
            lambda: again(papers.say_no_reply, region, document, now=now, actor=region.secretary, reason="x")
        ).code
        == "paper_not_linked"
    )


def test_an_arriving_referral_is_registered_from_its_scan(region, now):
    (document,) = scans.scanned(
        region, "text", "text", now=now, unit=region.eye_clinic, actor=region.eye_secretary
    )
    referral = walks.arrived(region, now=now, document_id=document.id)
    document.refresh_from_db()
    assert (document.referral_id, document.kind) == (referral.id, "referral")
    assert not WorkItem.objects.filter(document=document).exists()
    assert run_checks(now=now) == []


def test_a_paper_with_our_own_code_is_no_new_referral(region, now):
    ours = walks.posted(region, now=now)
    code = scans.code(ours, now=now, kind=CodeKind.REFERRAL)
    (document,) = scans.scanned(region, code, now=now, unit=region.eye_clinic, actor=region.eye_secretary)
    refusal = refused(
        lambda: register_arrival.register_arrival(
            referral_id=new_id(now=now),
            unit_id=region.eye_clinic.id,
            patient_id=region.patient.id,
            source="arrived",
            from_unit_id=region.outside_unit.id,
            referrer_name="",
            arrived_on=now.date(),
            fields=walks.FIELDS,
            document_id=document.id,
            actor=region.eye_secretary,
            now=now,
        )
    )
    assert refusal.code == "code_says_another"
    assert why(document) == "paper_of_another_unit"
