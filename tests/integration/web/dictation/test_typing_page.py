"""The page where a dictation is typed, the queue that leads there, its author's way to sign: all without scripts."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories import walks
from factories.browser import hidden_values, words_of
from remissvakt.audit.models import AccessLog
from remissvakt.dictation.models import Dictation, Phrase, TypingHabits, UnclearSpot
from remissvakt.referrals.models import Letter, Referral, Reply, WorkItem
from typing_out import confirmation, elsewhere

QUEUE = "/arbete/vart/att-skriva-ut/"


def url(name: str, dictation: Dictation, **ids: Any) -> str:
    return reverse(name, kwargs={"dictation_id": dictation.id, **ids})


def taken(client: Any, dictation: Dictation) -> Any:
    client.post(url("take_dictation", dictation))
    return client.get(url("transcribe", dictation))


def send(client: Any, page: Any, dictation: Dictation, do: str, **fields: Any) -> Any:
    held = {**hidden_values(page), "priority": "2", "to_unit": "", **fields, "do": do}
    return client.post(url("transcribe", dictation), held)


def proposals(page: Any) -> list[str]:
    return re.findall(r'name="wait_as" value="([^"]+)"', page.content.decode())


@pytest.fixture
def dictation(region, now) -> Dictation:
    return elsewhere(region, now=now)[1]


def an_hour_passes(dictation: Dictation) -> None:
    """Seen from the hold: it was taken an hour earlier. (Browsers would be logged out in an hour.)"""
    dictation.refresh_from_db()
    assert dictation.taken_at is not None
    Dictation.objects.filter(id=dictation.id).update(taken_at=dictation.taken_at - timedelta(hours=1))


def test_the_queue_says_who_spoke_where_it_lies_and_who_has_it(as_, region, dictation):
    client = as_(region.secretary)
    row = words_of(client.get(QUEUE))
    assert "diktat av Anna Almgren" in row and "Diktat 4" in row and "tas av" not in row
    as_(region.pool_secretary).post(url("take_dictation", dictation))
    assert "tas av Paula Prim till 11.15" in words_of(client.get(QUEUE))
    an_hour_passes(dictation)
    row = words_of(client.get(QUEUE))
    assert "diktat av Anna Almgren" in row and "tas av" not in row


def test_referrals_and_answers_come_first_whatever_is_due(as_, region, now):
    """A.1, B.3."""
    confirmation(region, now=now - timedelta(days=5))
    late_referral = walks.dictated(region, now=now)
    text = words_of(as_(region.pool_secretary).get(QUEUE))
    assert text.index("Remissdiktat att skriva ut") < text.index("Dikterad bekräftelse att skriva ut")
    first = WorkItem.objects.get(referral=late_referral)
    assert first.due_on > WorkItem.objects.get(reason="transcribe_confirmation").due_on


def test_taken_typed_and_done(as_, region, dictation):
    client = as_(region.pool_secretary)
    assert b"text-form" not in client.get(url("transcribe", dictation)).content
    page = taken(client, dictation)
    assert "Ditt till 11.15" in words_of(page)
    answer = send(client, page, dictation, "done", question="Glaukom?", to_unit=str(region.eye_clinic.id))
    assert answer["Location"] == QUEUE
    assert WorkItem.objects.get().node == "sign"
    assert AccessLog.objects.filter(action="read_dictation").exists()


def test_what_is_missing_is_said_and_what_was_typed_stays(as_, region, dictation):
    client = as_(region.secretary)
    answer = send(client, taken(client, dictation), dictation, "done", clinical_information="Högt tryck.")
    assert answer.status_code == 422
    assert "Frågeställningen saknas" in words_of(answer) and "Högt tryck." in words_of(answer)
    assert WorkItem.objects.get().node == "transcribe"


def test_it_saves_itself_and_two_tabs_do_not_overwrite(as_, region, dictation):
    client = as_(region.secretary)
    page = taken(client, dictation)
    held = {**hidden_values(page), "priority": "2", "question": "Glaukom?"}
    saved = client.post(url("transcribe", dictation), held, headers={"Accept": "application/json"})
    assert (saved.status_code, saved.json()["version"]) == (200, 2)
    again = client.post(url("transcribe", dictation), held, headers={"Accept": "application/json"})
    assert again.status_code == 409
    stale = send(client, page, dictation, "done", question="Katarakt?")
    assert stale.status_code == 409
    assert "Glaukom?" in words_of(stale) and "Katarakt?" in words_of(stale)


def test_somebody_elses_hold_is_told_and_lapses(as_, region, dictation):
    taken(as_(region.pool_secretary), dictation)
    page = taken(as_(region.secretary), dictation)
    assert "Paula Prim skriver ut det, till 11.15" in words_of(page)
    assert b"text-form" not in page.content
    an_hour_passes(dictation)
    assert b"text-form" in taken(as_(region.secretary), dictation).content


def test_let_go_it_is_free_and_the_text_is_kept(as_, region, dictation):
    client = as_(region.secretary)
    send(client, taken(client, dictation), dictation, "release", question="Glaukom?")
    dictation.refresh_from_db()
    assert dictation.taken_by_id is None
    assert Referral.objects.get().versions.get().question == "Glaukom?"


def test_spots_are_marked_by_key_and_by_form_and_settled_by_the_author(as_, region, dictation):
    client = as_(region.secretary)
    page = taken(client, dictation)
    marked = client.post(
        url("mark_unclear", dictation),
        {"at_ms": "83000", "note": "Högt …"},
        headers={"Accept": "application/json"},
    )
    assert marked.json()["at"] == "1:23" and "Högt …" in marked.json()["html"]
    send(client, page, dictation, "unclear", spot_at="0:05", spot_note="namnet", question="Glaukom?")
    wrong = send(client, taken(client, dictation), dictation, "unclear", spot_at="snart")
    assert wrong.status_code == 422
    send(
        client,
        taken(client, dictation),
        dictation,
        "done",
        question="Glaukom?",
        to_unit=str(region.eye_clinic.id),
    )
    anna, referral = as_(region.referrer), Referral.objects.get()
    editor = reverse("edit_text", kwargs={"referral_id": referral.id})
    for spot in UnclearSpot.objects.order_by("at_ms"):
        page = anna.get(editor)
        assert "namnet" in words_of(page)
        held = {
            **hidden_values(page),
            "priority": "2",
            "to_unit": str(region.eye_clinic.id),
            "question": "Glaukom?",
        }
        refused = anna.post(editor, {**held, "do": "sign_and_send"})
        assert refused.status_code == 422 and "oklara ställen" in words_of(refused)
        page = anna.get(editor)
        held = {**held, **hidden_values(page)}
        assert anna.post(editor, {**held, "settle": str(spot.id)})["Location"] == editor
    held = {**held, **hidden_values(anna.get(editor))}
    assert anna.post(editor, {**held, "do": "sign_and_send"}).status_code == 302
    assert Referral.objects.get().state == "sent"


def test_the_author_sends_it_back_from_the_page_where_she_signs(as_, region, dictation):
    client = as_(region.secretary)
    done = {"question": "Glaukom?", "to_unit": str(region.eye_clinic.id)}
    send(client, taken(client, dictation), dictation, "done", **done)
    anna = as_(region.referrer)
    version = Referral.objects.get().versions.get().draft_version
    anna.post(url("send_back_dictation", dictation), {"version": version, "note": "Fel öga."})
    assert "Fel öga." in words_of(taken(client, dictation))
    assert "skickat tillbaka" in words_of(client.get(QUEUE))


def test_a_confirmation_asks_for_its_wait_and_is_signed_with_it(as_, region, now):
    referral, reply = confirmation(region, now=now)
    client = as_(region.eye_secretary)
    page = taken(client, reply.dictation)
    missing = send(client, page, reply.dictation, "done", text="Tid kommer.")
    assert "Ange väntetiden" in words_of(missing)
    page = client.get(url("transcribe", reply.dictation))
    send(client, page, reply.dictation, "done", text="Tid kommer.", wait="8 veckor")
    olle = as_(region.assessor)
    editor = reverse("edit_answer", kwargs={"referral_id": referral.id, "reply_id": reply.id})
    page = olle.get(editor)
    assert b'value="8 veckor"' in page.content
    held = {**hidden_values(page), "text": "Tid kommer.", "wait": "8 veckor", "do": "sign_and_send"}
    olle.post(editor, held)
    assert Reply.objects.get().arrived_on is not None
    assert Referral.objects.get().watch_on == walks.weeks(8, now=now).until


def test_the_wait_is_proposed_from_what_is_typed_and_never_chosen_by_itself(as_, region, now):
    """A.3, without scripts: asked for, pressed, and then as if it had been typed."""
    _referral, reply = confirmation(region, now=now)
    client, typed = as_(region.eye_secretary), "Väntetiden är ca 3 månader. Åter vecka 12."
    page = taken(client, reply.dictation)
    assert "Ur texten" not in words_of(page)
    missing = send(client, page, reply.dictation, "done", text=typed)
    assert missing.status_code == 422 and "Ange väntetiden" in words_of(missing)
    assert proposals(missing) == ["2027-02-17", "v 12 2027"]
    asked = send(client, page, reply.dictation, "wait", text=typed)
    assert asked["Location"] == url("transcribe", reply.dictation) + "#id_wait"
    page = client.get(url("transcribe", reply.dictation))
    assert proposals(page) == ["2027-02-17", "v 12 2027"]
    reply.refresh_from_db()
    assert (reply.text, reply.wait_until) == (typed, None)
    send(client, page, reply.dictation, "", text=typed, wait="", wait_as="v 12 2027")
    reply.refresh_from_db()
    assert (reply.wait_value, reply.sent_at, WorkItem.objects.get(reply=reply).node) == (
        "2027-W12",
        None,
        "transcribe",
    )
    page = client.get(url("transcribe", reply.dictation))
    assert b'value="v 12 2027"' in page.content and proposals(page) == ["2027-02-17"]
    nothing = send(client, page, reply.dictation, "wait", text="Tid kommer.", wait="v 12 2027")
    assert "Ingen ny väntetid hittades i texten." in words_of(client.get(nothing["Location"]))


def test_the_wait_of_an_answer_is_no_question(as_, region, now):
    dictation = Dictation.objects.get(reply=walks.reply_of(walks.answer_dictated(region, now=now), "FINAL"))
    page = taken(as_(region.eye_secretary), dictation)
    assert b"text-form" in page.content and "Läs väntetiden ur texten" not in words_of(page)


def test_more_texts_of_the_same_speech(as_, region, dictation):
    client = as_(region.secretary)
    send(client, taken(client, dictation), dictation, "share_referral", question="Glaukom?")
    send(client, taken(client, dictation), dictation, "share_letter")
    assert Referral.objects.count() == 2
    letter = Letter.objects.get()
    page = taken(client, letter.dictation)
    answer = send(client, page, letter.dictation, "done", text="Du får en tid.", language="sv")
    assert answer.status_code == 302
    assert WorkItem.objects.get(letter=letter).node == "sign"


def test_begun_from_the_pages_with_a_recording(act, region, now):
    referral = walks.assessed(region, now=now)
    case = walks.case_of(referral)
    about = {"arende": str(case.id)}
    answer = act(
        region.assessor, referral, "decide_confirmation", about=about, how="speak", dictation_place=""
    )
    recording = Dictation.objects.get().recording
    assert recording is not None and recording.kind == "confirmation"
    assert answer["Location"] == f"/diktat/{recording.id}/spela-in/"
    assert WorkItem.objects.get(reason="finish_dictation").person_id == region.assessor.person_id


def test_keys_of_ones_own(as_, region, dictation):
    client = as_(region.secretary)
    page = reverse("typing_habits")
    keys = {
        "toggle": "MediaPlayPause",
        "hold": "Ctrl+Space",
        "back": "",
        "forward": "F8",
        "slower": "",
        "faster": "",
        "unclear": "F9",
    }
    assert client.post(page, {**keys, "speed": "75", "jump_back": "0,5"}).status_code == 302
    row = TypingHabits.objects.get()
    assert (row.jump_back_ms, row.speed_percent, row.keys["hold"]) == (500, 75, "Ctrl+Space")
    for wrong in ({"toggle": "a"}, {"toggle": "F9"}, {"speed": "1000"}, {"jump_back": "60"}):
        assert client.post(page, {**keys, "speed": "75", "jump_back": "2", **wrong}).status_code == 422
    shown = taken(client, dictation).content.decode()
    assert "MediaPlayPause" in shown


def test_phrases_are_kept_by_those_who_type(as_, region, dictation):
    client = as_(region.secretary)
    new = reverse("unit_phrase_new")
    held = hidden_values(client.get(new))
    for _twice in range(2):
        client.post(new, {**held, "short": "iua", "text": "Inget ur anamnesen."})
    row = Phrase.objects.get()
    taken_already = client.post(new, {**hidden_values(client.get(new)), "short": "iua", "text": "x"})
    assert taken_already.status_code == 422
    assert "Inget ur anamnesen." in words_of(taken(client, dictation))
    client.post(reverse("unit_phrase_retire", kwargs={"phrase_id": row.id}))
    row.refresh_from_db()
    assert not row.active


def test_the_manager_sees_numbers_and_no_patients(as_, region, now):
    elsewhere(region, now=now)
    elsewhere(region, now=now - timedelta(days=7))
    answer = as_(region.manager).get(reverse("dictation_load"))
    rows = [words for words in answer.content.decode().split("<tr>") if 'scope="row"' in words]
    unit, pool = (" ".join(re.sub("<[^>]+>", " ", row).split()) for row in rows)
    assert unit.startswith("Vårdcentralen Eken 2 1 tis 10 nov 2026 fre 13 nov 2026")
    assert pool.startswith("Sekreterarpoolen 2 1 tis 10 nov 2026 fre 13 nov 2026")
    assert "Tolvan" not in words_of(answer)


def statements(client: Any, path: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


def test_the_number_of_statements_is_a_constant(as_, region, now, dictation):
    client = as_(region.secretary)
    taken(client, dictation)
    page = url("transcribe", dictation)
    few = statements(client, page), statements(client, QUEUE)
    for at_ms in range(20):
        client.post(url("mark_unclear", dictation), {"at_ms": str(at_ms)})
        elsewhere(region, now=now)
    assert (statements(client, page), statements(client, QUEUE)) == few
