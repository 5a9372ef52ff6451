"""What the sender does through pages: done, said, and where it leads (A)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from factories import walks
from factories.browser import hidden_values, words_of
from remissvakt.documents.models import Document
from remissvakt.referrals.models import (
    Contact,
    Delivery,
    ReceiverRequest,
    Referral,
    Reply,
)

pytestmark = pytest.mark.django_db
CHASED = {"how": "phone", "reached": "Ulla", "said": "Nästa vecka.", "watch_on": "2026-12-01"}


def case_of(referral):
    return {"arende": str(walks.case_of(referral).id)}


def reply_of(referral, kind=None):
    return {"svar": str(walks.reply_of(referral, kind).id)}


def done(answer, to=None):
    """The act was done: a redirect, and what the next page says."""
    assert answer.status_code == 302, words_of(answer)
    if to is not None:
        assert answer["Location"] == to
    return words_of(answer.browser.get(answer["Location"]))


# --- The sender's text (A.1) -------------------------------------------------------------------------------
def test_sign_and_undo(act, region, now):
    referral = walks.completed(region, now=now)
    answer = act(region.referrer, referral, "sign")
    said = answer.browser.get(answer["Location"])
    assert "Signerad. Nu ska den skickas." in words_of(said)
    assert walks.fresh(referral).state == "signed"
    # The button Ångra posts to the address that the message holds.
    undo = f"/remiss/{referral.id}/gor/reopen_text/?version=3"
    assert undo in said.content.decode()
    again = answer.browser.post(undo)
    assert again.status_code == 302
    assert walks.fresh(referral).state == "draft"


def test_send_names_the_watcher(act, region, now):
    referral = walks.signed(region, now=now)
    answer = act(region.referrer, referral, "send", watcher=str(region.secretary.person_id))
    assert "Skickat till Ögonkliniken" in done(answer)
    row = walks.fresh(referral)
    assert (row.state, row.watcher_id) == ("sent", region.secretary.person_id)


def test_sign_and_send(act, region, now):
    referral = walks.completed(region, now=now)
    done(act(region.referrer, referral, "sign_and_send", watcher=str(region.referrer.person_id)))
    assert walks.fresh(referral).state == "sent"


def test_reopen_text_leads_to_the_editor(act, region, now):
    referral = walks.signed(region, now=now)
    answer = act(region.secretary, referral, "reopen_text")
    assert answer["Location"] == f"/remiss/{referral.id}/text/"
    assert walks.fresh(referral).signed_at is None


def test_void(act, region, now):
    referral = walks.drafted(region, now=now)
    assert "makulerad" in done(act(region.referrer, referral, "void", reason="Behövs inte."))
    assert walks.fresh(referral).void_reason == "Behövs inte."


def test_begin_and_drop_a_change(act, region, now):
    referral = walks.information_requested(region, now=now)
    assert act(region.referrer, referral, "begin_version")["Location"] == f"/remiss/{referral.id}/text/"
    assert referral.versions.count() == 2
    done(act(region.referrer, referral, "drop_version"))
    assert referral.versions.get(number=2).voided_at is not None


# --- What leaves on paper ----------------------------------------------------------------------------------
def test_post_fail_and_resend(act, region, now):
    referral = walks.sent_outside(region, now=now)
    first = {"leverans": str(Delivery.objects.get(referral=referral).id)}
    done(act(region.secretary, referral, "mark_posted", about=first))
    assert Delivery.objects.get(referral=referral).state == "posted"
    done(act(region.secretary, referral, "report_failed", about=first, failure="Kom i retur"))
    assert Delivery.objects.get(referral=referral).failure == "Kom i retur"
    done(act(region.secretary, referral, "resend", about=first, channel="phone"))
    assert set(Delivery.objects.filter(referral=referral).values_list("state", "channel")) == {
        ("replaced", "paper"),
        ("queued", "phone"),
    }


# --- The sender's watch ------------------------------------------------------------------------------------
def test_chase_keeps_the_contact_and_moves_the_watch(act, region, now):
    referral = walks.sent(region, now=now)
    said = done(act(region.secretary, referral, "chase", **{**CHASED, "watch_on": "om 2 veckor"}))
    assert "Bevakningen är flyttad till tis 1 dec 2026." in said
    assert "Rätta datumet" in said
    contact = Contact.objects.get(referral=referral)
    assert (contact.reached, contact.said, contact.watch_on) == ("Ulla", "Nästa vecka.", date(2026, 12, 1))


def test_chase_proposes_the_units_own_limit(as_, region, now):
    referral = walks.sent(region, now=now)
    page = as_(region.secretary).get(f"/remiss/{referral.id}/gor/chase/")
    assert 'value="tis 1 dec 2026"' in page.content.decode()


def test_after_an_act_the_next_row_of_the_list(act, region, now):
    referral = walks.sent(region, now=now)
    next_row = "/arbete/vart/att-bevaka/?rad=17"
    answer = act(region.secretary, referral, "move_watch", back=next_row, watch_on="v 50", reason="Semester")
    assert answer["Location"] == next_row
    assert walks.fresh(referral).watch_on == date(2026, 12, 7)


@pytest.mark.parametrize("forged", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_no_act_leads_out_of_the_house(act, region, now, forged):
    referral = walks.sent(region, now=now)
    answer = act(region.secretary, referral, "chase", back=forged, **CHASED)
    assert answer["Location"] == f"/remiss/{referral.id}/"


def test_reprioritisation_and_its_answer(act, region, now):
    referral = walks.confirmed(region, now=now)
    done(act(region.secretary, referral, "request_reprioritisation", reason="Snabbt sämre syn."))
    assert walks.fresh(referral).watch_on == date(2026, 12, 1)
    answer = act(
        region.assessor,
        referral,
        "answer_request",
        about=case_of(referral),
        outcome="granted",
        wait="v 50",
        text="Tid vecka 50.",
    )
    done(answer)
    assert walks.fresh(referral).watch_on == date(2026, 12, 13)


def test_withdrawal_is_closed_when_granted(act, region, now):
    referral = walks.sent(region, now=now)
    done(act(region.referrer, referral, "withdraw", reason="Patienten avstår."))
    assert walks.fresh(referral).state == "sent"
    about = case_of(referral)
    done(act(region.eye_secretary, referral, "answer_request", about=about, outcome="granted", text="Ja."))
    row = walks.fresh(referral)
    assert (row.state, row.close_reason) == ("closed", "withdrawn")


def test_answer_to_a_request_from_outside(act, region, now):
    referral = walks.posted(region, now=now)
    done(act(region.referrer, referral, "withdraw", reason="Behövs inte.", how="phone", reached="Kalle"))
    done(act(region.secretary, referral, "register_request_answer", outcome="denied", text="Redan kallad."))
    assert ReceiverRequest.objects.get(referral=referral).outcome == "denied"


def test_close_with_a_coded_reason_and_reopen(act, region, now):
    referral = walks.confirmation_acknowledged(region, now=now)
    said = done(act(region.referrer, referral, "close", reason="patient_moved", note="Till Malmö."))
    assert "Öppna igen" in said
    assert walks.fresh(referral).close_reason == "patient_moved"
    done(act(region.secretary, referral, "reopen", reason="Fel remiss."))
    row = walks.fresh(referral)
    assert (row.state, row.watch_on) == ("sent", date(2026, 12, 1))


def test_change_watcher(act, region, now):
    referral = walks.sent(region, now=now)
    done(act(region.secretary, referral, "change_watcher", watcher=str(region.nurse.person_id)))
    assert walks.fresh(referral).watcher_id == region.nurse.person_id


# --- What the receiver said --------------------------------------------------------------------------------
def register(act, region, referral, **fields):
    given = {"arrived_on": "igår", "channel": "paper", "text": "Se brevet.", **fields}
    return act(region.secretary, referral, "register_reply", **given)


def test_registered_confirmation_moves_the_watch(act, region, now):
    referral = walks.posted(region, now=now)
    said = done(register(act, region, referral, kind="CONFIRMED", wait="v 3 2027", author_name="Dr X"))
    assert "Bekräftelse är registrerad" in said
    row = walks.fresh(referral)
    assert (row.state, row.watch_on) == ("sent", date(2027, 1, 24))
    reply = Reply.objects.get(referral=referral)
    assert (reply.wait_kind, reply.wait_value, reply.arrived_on) == ("week", "2027-W03", date(2026, 11, 16))


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("MORE_INFO", {"information_wanted_until": "om 1 vecka"}),
        ("REJECTED", {"reason": "Fel mottagare"}),
        ("PARTIAL", {}),
        ("PRELIMINARY", {}),
        ("FINAL", {}),
    ],
)
def test_every_kind_can_be_registered_and_none_closes(act, region, now, kind, more):
    referral = walks.posted(region, now=now)
    # What was filled in for another kind before one changed one's mind does no harm.
    done(register(act, region, referral, kind=kind, **{"wait": "8 veckor", **more}))
    assert Reply.objects.get(referral=referral).kind == kind
    assert walks.fresh(referral).state == "sent"


def test_registered_forwarding_moves_the_referral(act, region, now):
    referral = walks.posted(region, now=now)
    to = str(region.other_outside_unit.id)
    done(register(act, region, referral, kind="FORWARDED", forwarded_to=to))
    assert str(walks.case_of(referral).unit_id) == to


def test_registered_reply_takes_its_paper(act, region, now):
    referral = walks.posted(region, now=now)
    paper = walks_paper(region, now)
    given = {"kind": "FINAL", "document": str(paper.id)}
    refused = register(act, region, referral, **given, number_on_paper="19440813-9089")
    assert "Numret på papperet är inte patientens" in words_of(refused)
    done(register(act, region, referral, **given, number_on_paper="19121212-1212"))
    paper.refresh_from_db()
    assert paper.reply_id == Reply.objects.get(referral=referral).id


def walks_paper(region, now):
    from remissvakt.core.ids import new_id
    from remissvakt.referrals.actions.papers import register_paper

    return register_paper(
        document_id=new_id(now=now),
        unit_id=region.health_centre.id,
        arrived_on=now.date(),
        sender="Universitetssjukhuset",
        description="Två sidor",
        actor=region.secretary,
        now=now,
    )


def test_link_paper(act, region, now):
    referral = walks.sent(region, now=now)
    paper = walks_paper(region, now)
    given = {"document": str(paper.id), "number_on_paper": "19121212-1212"}
    assert "är kopplat" in done(act(region.secretary, referral, "link_paper", **given))
    assert Document.objects.get(id=paper.id).referral_id == referral.id


def test_a_paper_without_a_number_waits_for_a_second_person(act, region, now):
    referral = walks.sent(region, now=now)
    paper = walks_paper(region, now)
    assert act(region.secretary, referral, "link_paper", document=str(paper.id)).status_code == 422
    said = done(act(region.secretary, referral, "link_paper", document=str(paper.id), reason="Rätt namn."))
    assert "en kollega bekräftar" in said
    assert Document.objects.get(id=paper.id).linked_at is None


def test_accepting_the_wait(act, region, now):
    referral = walks.confirmed(region, now=now)
    done(act(region.secretary, referral, "acknowledge", about=reply_of(referral), accept_wait="accepted"))
    assert Reply.objects.get(referral=referral).wait_decision == "accepted"
    assert walks.fresh(referral).state == "sent"


def test_disputing_the_wait_asks_the_receiver(act, region, now):
    referral = walks.confirmed(region, now=now)
    answer = act(
        region.referrer,
        referral,
        "acknowledge",
        about=reply_of(referral),
        accept_wait="disputed",
        dispute_reason="Kan inte vänta.",
    )
    assert "Omprioritering är begärd" in done(answer)
    assert ReceiverRequest.objects.get(referral=referral).reason == "Kan inte vänta."


@pytest.mark.parametrize(("after", "state"), [("close", "closed"), ("keep", "sent")])
def test_final_answer_closes_only_when_said(act, region, now, after, state):
    referral = walks.answered(region, now=now)
    about = reply_of(referral, "FINAL")
    done(act(region.referrer, referral, "acknowledge", about=about, question_answered="partly", after=after))
    assert walks.fresh(referral).state == state


def test_kept_watch_takes_its_days(act, region, now):
    referral = walks.answered(region, now=now)
    about = reply_of(referral, "FINAL")
    given = {"question_answered": "no", "after": "keep", "watch_days": "30"}
    done(act(region.referrer, referral, "acknowledge", about=about, **given))
    assert walks.fresh(referral).watch_on == now.date() + timedelta(days=30)


def test_rejection_asks_what_is_done_instead(act, region, now):
    referral = walks.rejected(region, now=now)
    about = reply_of(referral)
    assert "Kvar att göra" in done(act(region.referrer, referral, "acknowledge", about=about))
    assert walks.fresh(referral).state == "sent"
    done(
        act(
            region.referrer,
            referral,
            "say_instead",
            about=about,
            instead_common="Patienten följs upp hos oss",
            instead="Kontroll om ett halvår.",
        )
    )
    assert walks.fresh(referral).close_reason == "rejected_handled"
    assert Reply.objects.get(referral=referral).instead == (
        "Patienten följs upp hos oss\nKontroll om ett halvår."
    )


def test_editors_are_the_pages_of_writing(as_, region, now):
    referral = walks.answer_begun(region, now=now)
    client = as_(region.assessor)
    reply = walks.reply_of(referral, "FINAL")
    address = f"/remiss/{referral.id}/gor/edit_answer/?svar={reply.id}"
    assert client.get(address)["Location"] == f"/remiss/{referral.id}/svar/{reply.id}/text/"
    assert client.get(f"/remiss/{referral.id}/gor/complete/")["Location"] == f"/remiss/{referral.id}/text/"


def test_every_action_of_the_heart_has_a_page():
    from remissvakt.referrals.rules import RULES
    from remissvakt.web.referral.acts import ACTS, registry

    elsewhere = (
        registry.IN_ANSWER_EDITOR
        | registry.IN_LETTER_EDITOR
        | registry.ON_DELIVERY_PAGE
        | registry.ON_DICTATION_PAGE
        | registry.ON_PAPER_PAGE
    )
    assert set(RULES) == {act.rule for act in ACTS.values()} | registry.IN_TEXT_EDITOR | elsewhere


def test_referral_count_is_unchanged_by_reading(as_, region, now):
    referral = walks.sent(region, now=now)
    before = Referral.objects.values("version", "event_count").get(id=referral.id)
    for slug in ("chase", "close", "withdraw", "begin_version"):
        assert as_(region.referrer).get(f"/remiss/{referral.id}/gor/{slug}/").status_code == 200
    assert Referral.objects.values("version", "event_count").get(id=referral.id) == before


def test_who_changes_ones_mind_goes_back_not_on(as_, region, now):
    referral = walks.sent(region, now=now)
    client = as_(region.secretary)
    came, onwards = "/arbete/vart/att-bevaka/?rad=3", "/arbete/vart/att-bevaka/?rad=4"
    url = f"/remiss/{referral.id}/gor/chase/"
    page = client.get(url, {"tillbaka": onwards}, headers={"Referer": f"http://testserver{came}"})
    assert f'href="{came}"' in page.content.decode()
    # A form that comes back with errors still knows; another site's page is nothing to go back to.
    held = hidden_values(page)
    assert held["kom_fran"] == came
    assert f'href="{came}"' in client.post(url, {**held, "said": ""}).content.decode()
    for forged in ("https://evil.example/x", f"http://testserver{url}"):
        other = client.get(url, headers={"Referer": forged}).content.decode()
        assert "evil" not in other
        assert f'href="/remiss/{referral.id}/"' in other
    assert "evil" not in client.post(url, {"kom_fran": "//evil.example"}).content.decode()


def test_every_reason_for_work_has_words():
    from remissvakt.referrals.obligations import Why
    from remissvakt.web.referral.due_words import NEXT

    assert set(Why) <= set(NEXT)


def test_every_kind_of_event_is_told_in_a_sentence():
    from remissvakt.referrals.event_texts import TITLES
    from remissvakt.web.referral.timeline import _LOOKS

    assert set(_LOOKS) <= set(TITLES)
