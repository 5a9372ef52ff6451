"""What is said no to, beside its field or on a page of its own: 422, 409 and 404, and nothing half-done."""

from __future__ import annotations

import pytest

from factories import walks
from factories.browser import hidden_values, words_of
from factories.people import make_absent
from remissvakt.core.ids import new_id
from remissvakt.referrals.models import Case, Contact, Event, Question, QuestionMessage, Referral, Reply

pytestmark = pytest.mark.django_db
CHASED = {"how": "phone", "reached": "Ulla", "said": "Nästa vecka.", "watch_on": "2026-12-01"}


def case_of(referral):
    return {"arende": str(walks.case_of(referral).id)}


def reply_of(referral, kind=None):
    return {"svar": str(walks.reply_of(referral, kind).id)}


def refused(answer, status, *sentences):
    assert answer.status_code == status, words_of(answer)
    words = words_of(answer)
    for sentence in sentences:
        assert sentence in words
    return words


# --- Beside the field: 422, with what was typed kept -------------------------------------------------------
@pytest.mark.parametrize(
    ("slug", "fields", "says"),
    [
        ("chase", {**CHASED, "said": " "}, "Skriv något här."),
        ("chase", {**CHASED, "how": ""}, "Välj ett av alternativen."),
        ("chase", {**CHASED, "how": "telepathy"}, "Välj ett av alternativen."),
        ("chase", {**CHASED, "watch_on": "i går"}, "Datumet har passerat"),
        ("chase", {**CHASED, "watch_on": "30 februari"}, "finns inte"),
        ("chase", {**CHASED, "watch_on": "om en stund"}, "går inte att läsa"),
        ("chase", {**CHASED, "watch_on": "2031-01-01"}, "mer än två år fram"),
        ("chase", {**CHASED, "said": "x" * 2001}, "Texten är för lång: 2001 tecken"),
        ("move_watch", {"watch_on": "", "reason": "Semester"}, "Skriv ett datum."),
        ("close", {"reason": "", "note": ""}, "Välj ett av alternativen."),
        ("close", {"reason": "final_acknowledged", "note": ""}, "Välj ett av alternativen."),
        ("change_watcher", {"watcher": ""}, "Välj ett av alternativen."),
        ("change_watcher", {"watcher": "00000000-0000-7000-8000-000000000000"}, "Välj ett av alternativen."),
        ("withdraw", {"reason": ""}, "Skriv något här."),
    ],
)
def test_wrong_input_at_the_sender(act, region, now, slug, fields, says):
    referral = walks.sent(region, now=now)
    before = Event.objects.filter(referral=referral).count()
    answer = act(region.referrer, referral, slug, **fields)
    refused(answer, 422, says, "En sak behöver rättas")
    for value in fields.values():
        if value.strip() and len(value) < 30 and slug == "chase" and value not in ("phone", "telepathy"):
            assert value.strip() in answer.content.decode()
    assert Event.objects.filter(referral=referral).count() == before


@pytest.mark.parametrize(
    ("slug", "fields", "says"),
    [
        ("confirm", {"wait": "", "text": "Ja."}, "Skriv väntetiden."),
        ("confirm", {"wait": "12", "text": "Ja."}, "Skriv ut vad talet betyder"),
        ("confirm", {"wait": "2026-11-01", "text": "Ja."}, "Väntetiden har redan gått ut"),
        ("confirm", {"wait": "400 veckor", "text": "Ja."}, "Väntetiden får vara högst"),
        ("confirm", {"wait": "v 54", "text": "Ja."}, "finns inte"),
        ("confirm", {"wait": "8 veckor", "text": ""}, "Skriv något här."),
        ("confirm", {"wait": "8 veckor", "text": "x" * 8193}, "Texten är för lång"),
        ("reject", {"reason": "", "text": "Nej."}, "Välj ett av alternativen."),
        ("request_information", {"text": "Mer?", "information_wanted_until": "igår"}, "Datumet har passerat"),
        ("inform_patient", {"how": "not_needed", "told_on": "idag", "note": ""}, "Skriv något här."),
        ("inform_patient", {"how": "phone", "told_on": "imorgon", "note": ""}, "Datumet har inte varit än."),
        ("decide_answer", {"kind": "CONFIRMED", "how": "write"}, "Välj ett av alternativen."),
        ("decide_answer", {"kind": "", "how": ""}, "2 saker behöver rättas"),
        ("forward", {"to_unit": "", "reason": "Hud."}, "Välj ett av alternativen."),
    ],
)
def test_wrong_input_at_the_receiver(act, region, now, slug, fields, says):
    referral = walks.assigned(region, now=now)
    before = Event.objects.filter(referral=referral).count()
    refused(act(region.assessor, referral, slug, about=case_of(referral), **fields), 422, says)
    assert Event.objects.filter(referral=referral).count() == before


def test_absent_assessor_is_refused_with_a_proposal(act, region, now):
    referral = walks.sent(region, now=now)
    make_absent(person_id=region.assessor.person_id, from_on=now.date(), to_on=None, now=now)
    answer = act(
        region.eye_secretary,
        referral,
        "assign",
        about=case_of(referral),
        assessor=str(region.assessor.person_id),
    )
    refused(answer, 422, "är frånvarande tills vidare", "Du kan i stället välja")


def test_other_provider_needs_consent(act, region, now):
    referral = walks.assigned(region, now=now)
    given = {"to_unit": str(region.company_clinic.id), "reason": "Hud.", "consent": ""}
    answer = act(region.assessor, referral, "forward", about=case_of(referral), **given)
    refused(answer, 422, "kräver patientens samtycke")
    assert Case.objects.filter(referral=referral).count() == 1


def test_only_activated_receivers_can_be_chosen(act, region, now):
    referral = walks.assigned(region, now=now)
    given = {"to_unit": str(region.pool.id), "reason": "Hud.", "consent": "Ja"}
    refused(act(region.assessor, referral, "forward", about=case_of(referral), **given), 422, "Välj ett av")


@pytest.mark.parametrize(
    ("walk", "kind", "given", "says"),
    [
        ("answered", "FINAL", {"after": "close"}, "Välj ett av alternativen."),
        ("answered", "FINAL", {"question_answered": "yes"}, "Välj ett av alternativen."),
        ("confirmed", "CONFIRMED", {}, "Välj ett av alternativen."),
        ("confirmed", "CONFIRMED", {"accept_wait": "disputed"}, "Skriv något här."),
    ],
)
def test_no_default_ever_closes_a_loop(act, region, now, walk, kind, given, says):
    referral = walks.STATES[walk](region, now=now)
    answer = act(region.referrer, referral, "acknowledge", about=reply_of(referral, kind), **given)
    refused(answer, 422, says)
    assert walks.fresh(referral).state == "sent"
    assert Reply.objects.get(referral=referral, kind=kind).acknowledged_at is None


def test_nothing_is_chosen_beforehand(as_, region, now):
    referral = walks.answered(region, now=now)
    reply = walks.reply_of(referral, "FINAL")
    client = as_(region.referrer)
    for path in (f"acknowledge/?svar={reply.id}", "close/", "chase/"):
        page = client.get(f"/remiss/{referral.id}/gor/{path}").content.decode()
        assert " checked" not in page


# --- Not now: the rule's own reason, 409, and no form ------------------------------------------------------
@pytest.mark.parametrize(
    ("walk", "who", "slug", "says"),
    [
        ("drafted", "referrer", "chase", "Remissen är inte skickad."),
        ("drafted", "secretary", "void", "medicinskt beslut"),
        ("drafted", "referrer", "sign", "Texten är inte färdigställd än."),
        ("sent", "referrer", "sign", "Remissen är redan skickad."),
        ("sent", "secretary", "withdraw", "medicinskt beslut"),
        ("sent", "referrer", "register_reply", "Mottagaren använder Remissvakt"),
        ("sent", "eye_secretary", "chase", "Bara den remitterande enheten"),
        ("answered", "referrer", "close", "Läs dem först."),
        ("closed", "referrer", "move_watch", "Remissen är avslutad."),
        ("completed", "other_referrer", "sign", "Bara remittenten signerar"),
        ("assessed", "referrer", "begin_version", "Remissen är redan bedömd."),
    ],
)
def test_what_cannot_be_done_now_says_why(as_, region, now, walk, who, slug, says):
    referral = walks.STATES[walk](region, now=now)
    page = as_(region.people[who]).get(f"/remiss/{referral.id}/gor/{slug}/")
    refused(page, 409, "Det går inte just nu", says)
    assert b'<form class="form' not in page.content


def test_the_rule_holds_when_the_page_is_passed_by(as_, region, now):
    referral = walks.drafted(region, now=now)
    answer = as_(region.referrer).post(
        f"/remiss/{referral.id}/gor/sign/", {"version": referral.version, "draft_version": 1}
    )
    refused(answer, 422, "Texten är inte färdigställd än.")
    assert walks.fresh(referral).state == "draft"


def test_answered_case_cannot_be_forwarded(as_, region, now):
    referral = walks.answered(region, now=now)
    page = as_(region.assessor).get(f"/remiss/{referral.id}/gor/forward/", case_of(referral))
    refused(page, 409, "Ett besvarat ärende kan inte vidaresändas.")


# --- Somebody came first: 409, who did what and when, and what was typed -----------------------------------
def test_stale_page_says_who_and_keeps_what_was_typed(as_, region, now):
    referral = walks.sent(region, now=now)
    url = f"/remiss/{referral.id}/gor/chase/"
    first, second = as_(region.secretary), as_(region.nurse)
    seen = [hidden_values(one.get(url)) for one in (first, second)]
    assert first.post(url, {**seen[0], **CHASED}).status_code == 302
    answer = second.post(url, {**seen[1], **CHASED, "said": "De letar efter remissen."})
    refused(
        answer,
        409,
        "Sara Sjö hann före: efterfrågade svar hos mottagaren (tis 17 nov 2026 10:15)",
        "De letar efter remissen.",
        "Det har hänt sedan du öppnade sidan",
        "Öppna remissen som den är nu",
    )
    assert Contact.objects.filter(referral=referral).count() == 1
    # Having read what has happened one sends the same text again, as it stands there.
    fresh = hidden_values(answer)
    again = second.post(url, {**fresh, **CHASED, "said": "De letar efter remissen."})
    assert again.status_code == 302
    assert Contact.objects.filter(referral=referral).count() == 2


def test_two_acknowledge_the_same_reply(as_, region, now):
    referral = walks.answered(region, now=now)
    reply = walks.reply_of(referral, "FINAL")
    url = f"/remiss/{referral.id}/gor/acknowledge/?svar={reply.id}"
    first, second = as_(region.referrer), as_(region.other_referrer)
    seen = [hidden_values(one.get(url)) for one in (first, second)]
    given = {"question_answered": "yes", "after": "close", "note": ""}
    assert first.post(url, {**seen[0], **given}).status_code == 302
    answer = second.post(url, {**seen[1], **given, "note": "Jag ringer patienten."})
    refused(answer, 409, "Anna Almgren hann före", "Det är redan vidimerat.", "Jag ringer patienten.")
    assert Reply.objects.get(id=reply.id).acknowledged_by_id == region.referrer.person_id


def test_answer_and_forward_at_once(as_, region, now):
    referral = walks.assigned(region, now=now)
    about = case_of(referral)
    base = f"/remiss/{referral.id}/gor"
    one, other = as_(region.assessor), as_(region.eye_secretary)
    forwarding = hidden_values(other.get(f"{base}/forward/", about))
    answering = hidden_values(one.get(f"{base}/decide_answer/", about))
    arende = about["arende"]
    begun = one.post(f"{base}/decide_answer/?arende={arende}", {**answering, "kind": "FINAL", "how": "write"})
    assert begun.status_code == 302
    given = {"to_unit": str(region.skin_clinic.id), "reason": "Hud.", "consent": ""}
    answer = other.post(f"{base}/forward/?arende={arende}", {**forwarding, **given})
    refused(answer, 409, "Olle Öberg hann före", "Det finns ett påbörjat svar.")
    assert Case.objects.filter(referral=referral).count() == 1


# --- The same form sent twice has one effect ---------------------------------------------------------------
@pytest.mark.parametrize(
    ("walk", "who", "slug", "fields"),
    [
        ("sent", "secretary", "chase", CHASED),
        ("signed", "referrer", "send", {}),
        (
            "posted",
            "secretary",
            "register_reply",
            {"kind": "FINAL", "arrived_on": "idag", "channel": "paper", "text": "Ja."},
        ),
    ],
)
def test_replay_at_the_sender(act, region, now, walk, who, slug, fields):
    referral = walks.STATES[walk](region, now=now)
    answer = act(region.people[who], referral, slug, **fields)
    assert answer.status_code == 302
    count = Event.objects.filter(referral=referral).count()
    again = answer.browser.post(answer.address, answer.sent)
    assert (again.status_code, again["Location"]) == (302, answer["Location"])
    refused(answer.browser.post(answer.address, {**answer.sent, "nyckel": ""}), 409, "Det är redan gjort")
    assert Event.objects.filter(referral=referral).count() == count


@pytest.mark.parametrize(
    ("slug", "fields"),
    [
        ("confirm", {"wait": "8 veckor", "text": "Ja."}),
        ("reject", {"reason": "wrong_unit", "text": "Nej."}),
        ("decide_answer", {"kind": "FINAL", "how": "write"}),
    ],
)
def test_replay_at_the_receiver(act, region, now, slug, fields):
    referral = walks.assigned(region, now=now)
    answer = act(region.assessor, referral, slug, about=case_of(referral), **fields)
    assert answer.status_code == 302
    again = answer.browser.post(answer.address, answer.sent)
    assert (again.status_code, again["Location"]) == (302, answer["Location"])
    refused(answer.browser.post(answer.address, {**answer.sent, "nyckel": ""}), 409, "Det är redan gjort")
    assert Reply.objects.filter(referral=referral).count() == 1


def test_replay_of_a_question(act, region, now):
    referral = walks.sent(region, now=now)
    given = {"to": str(region.health_centre.id), "subject_line": "Droppar", "text": "Vilka?"}
    answer = act(region.eye_secretary, referral, "ask", **given)
    again = answer.browser.post(answer.address, {**answer.sent, "nyckel": ""})
    refused(again, 422, "formuläret skickades två gånger")
    assert Question.objects.count() == 1
    about = {"fraga": str(Question.objects.get().id)}
    assert act(region.eye_secretary, referral, "ask_again", about=about, text="Hallå?").status_code == 409
    assert act(region.nurse, referral, "answer_question", about=about, text="Timolol.").status_code == 302
    answer = act(region.eye_secretary, referral, "ask_again", about=about, text="Sedan när?")
    again = answer.browser.post(answer.address, {**answer.sent, "nyckel": ""})
    refused(again, 422, "inte besvarad än", "Sedan när?")
    assert QuestionMessage.objects.count() == 3


# --- Forged ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "path",
    [
        "gor/chase/",
        "gor/nonsense/",
        "gor/acknowledge/?svar=00000000-0000-7000-8000-000000000000",
        "gor/acknowledge/?svar=' or 1=1",
        "gor/acknowledge/",
        "gor/confirm/?arende=00000000-0000-7000-8000-000000000000",
        "gor/mark_posted/?leverans=x",
        "gor/answer_question/?fraga=x",
        "gor/edit_answer/",
        "svar/00000000-0000-7000-8000-000000000000/text/",
        "svar/00000000-0000-7000-8000-000000000000/utskrift/",
    ],
)
def test_what_is_not_there_or_not_ones_own_is_not_found(as_, region, now, path):
    referral = walks.sent(region, now=now)
    stranger = as_(region.skin_doctor)
    url = f"/remiss/{referral.id}/{path}"
    missing = stranger.get(url.replace(str(referral.id), "00000000-0000-7000-8000-000000000000"))
    hidden = stranger.get(url)
    assert hidden.status_code == missing.status_code == 404
    if path != "gor/chase/":
        assert as_(region.referrer).get(url).status_code == 404


@pytest.mark.parametrize("name", ["version", "draft_version", "new_id", "seen"])
@pytest.mark.parametrize("value", ["", "-1", "9" * 40, "abc", "１"])
def test_forged_guards_change_nothing_unseen(act, region, now, name, value):
    referral = walks.completed(region, now=now)
    answer = act(region.referrer, referral, "sign", guards={name: value})
    if name in ("version", "draft_version"):
        assert answer.status_code == 409
        assert walks.fresh(referral).state == "draft"
    else:
        assert answer.status_code == 302


def test_a_reply_id_of_another_referral_is_no_way_in(act, region, now):
    one, other = walks.assigned(region, now=now), walks.confirmed(region, now=now)
    stolen = str(walks.reply_of(other).id)
    before = Reply.objects.get(id=stolen).text
    answer = act(
        region.assessor,
        one,
        "confirm",
        about=case_of(one),
        guards={"new_id": stolen},
        wait="8 veckor",
        text="Stulen",
    )
    assert answer.status_code == 422
    assert Reply.objects.get(id=stolen).text == before
    assert not Reply.objects.filter(referral=one).exists()


def test_anothers_draft_does_not_exist(as_, region, now):
    referral = walks.answer_begun(region, now=now)
    reply = walks.reply_of(referral, "FINAL")
    client = as_(region.referrer)
    for path in (f"svar/{reply.id}/text/", f"svar/{reply.id}/utskrift/", f"gor/sign_answer/?svar={reply.id}"):
        assert client.get(f"/remiss/{referral.id}/{path}").status_code == 404
    assert "Inget glaukom" not in words_of(client.get(f"/remiss/{referral.id}/"))


def test_nobody_without_login(client, region, now):
    referral = walks.sent(region, now=now)
    for path in ("", "gor/chase/", "text/", "utskrift/"):
        answer = client.get(f"/remiss/{referral.id}/{path}")
        assert answer.status_code in (302, 403)
        assert referral.code not in answer.content.decode()


# --- Strange texts -----------------------------------------------------------------------------------------
def test_rtl_and_emoji_are_kept_but_not_disguises(act, region, now):
    referral = walks.sent(region, now=now)
    said = "Ring \u202etxet\u202c 👩‍👩‍👧 \u200fשלום\x00 <script>alert(1)</script>"
    answer = act(region.secretary, referral, "chase", **{**CHASED, "said": said})
    if answer.status_code == 422:  # the form itself refuses the null character, in words
        browser = answer.browser
        answer = browser.post(answer.address, {**answer.sent, "said": said.replace("\x00", "")})
    page = browser.get(answer["Location"]).content.decode()
    stored = Contact.objects.get(referral=referral).said
    assert "\u202e" not in stored
    assert "👩‍👩‍👧" in stored
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def test_a_megabyte_of_text_is_refused_in_words(act, region, now):
    referral = walks.sent(region, now=now)
    answer = act(region.secretary, referral, "chase", **{**CHASED, "said": "å" * 500_000})
    refused(answer, 422, "Texten är för lång")
    assert answer.content.decode().count("å" * 500_000) == 1
    assert not Contact.objects.filter(referral=referral).exists()


def test_unknown_fields_are_nothing(act, region, now):
    referral = walks.sent(region, now=now)
    given = {**CHASED, "referral_id": str(new_id(now=now)), "state": "closed"}
    assert act(region.secretary, referral, "chase", **given).status_code == 302
    assert Referral.objects.get(id=referral.id).state == "sent"
