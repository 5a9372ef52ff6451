"""/remiss/<id>/text/ and /remiss/<id>/svar/<id>/text/: drafts save themselves, and two tabs lose nothing."""

from __future__ import annotations

import pytest

from factories import walks
from factories.browser import hidden_values, words_of
from remissvakt.core.ids import new_id
from remissvakt.organisations.models import PriorityLevel, ReplyTemplate
from remissvakt.referrals.models import Referral, ReferralVersion, Reply

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
TEXTS = {
    "question": "Glaukom?",
    "clinical_information": "Tryck 28.",
    "condition": "H40",
    "desired_activity": "Bedömning",
    "awareness": "Hör illa",
    "administrative_information": "Ring dottern",
    "interpreter": "Arabiska",
    "attachments": "Synfält",
    "payment_commitment": "Nej",
    "care_responsibility_remains": "on",
}


def url_of(referral):
    return f"/remiss/{referral.id}/text/"


def answer_url(referral, kind="FINAL"):
    return f"/remiss/{referral.id}/svar/{walks.reply_of(referral, kind).id}/text/"


@pytest.fixture
def editor(as_):
    """Open an editor: the client and what its form holds, hidden and in sight."""

    def begin(actor, url, **fields):
        client = as_(actor)
        page = client.get(url)
        assert page.status_code == 200, words_of(page)
        return client, {**hidden_values(page), **fields}

    return begin


def version_of(referral):
    return ReferralVersion.objects.filter(referral=referral).order_by("-number")[0]


# --- The referral ------------------------------------------------------------------------------------------
def test_all_fields_of_the_contract_are_kept(editor, region, now):
    referral = walks.drafted(region, now=now)
    to = {"to_unit": str(region.skin_clinic.id), "priority": "1"}
    client, held = editor(region.referrer, url_of(referral), **TEXTS, **to)
    answer = client.post(url_of(referral), {**held, "do": "save"})
    assert answer["Location"] == f"/remiss/{referral.id}/"
    row = version_of(referral)
    assert {name: getattr(row, name) for name in TEXTS if name != "care_responsibility_remains"} == {
        name: value for name, value in TEXTS.items() if name != "care_responsibility_remains"
    }
    assert row.care_responsibility_remains
    saved = walks.fresh(referral)
    assert (saved.to_unit_id, saved.priority_rank, saved.priority_label) == (region.skin_clinic.id, 1, "Akut")


def test_priority_is_the_receivers_own_scale(as_, region, now):
    PriorityLevel.objects.filter(unit=region.eye_clinic).update(active=False)
    PriorityLevel.objects.create(id=new_id(now=now), unit=region.eye_clinic, rank=2, label="Inom två veckor")
    referral = walks.drafted(region, now=now)
    page = as_(region.referrer).get(url_of(referral)).content.decode()
    assert "2 · Inom två veckor" in page
    assert "1 · Akut" not in page


def test_autosave(editor, region, now):
    referral = walks.drafted(region, now=now)
    client, held = editor(region.referrer, url_of(referral), question="Glauk")
    first = client.post(url_of(referral), held, headers=JSON)
    assert first.json() == {"version": 2, "saved_at": "10:15"}
    second = client.post(url_of(referral), {**held, "version": 2, "question": "Glaukom?"}, headers=JSON)
    assert second.json()["version"] == 3
    assert version_of(referral).question == "Glaukom?"
    # It is nothing that has happened: the timeline has not grown.
    assert walks.fresh(referral).event_count == referral.event_count


def test_autosave_of_an_old_tab_says_who_was_first(editor, region, now):
    referral = walks.drafted(region, now=now)
    anna, annas = editor(region.referrer, url_of(referral), question="Annas text")
    sara, saras = editor(region.secretary, url_of(referral), question="Saras text")
    assert sara.post(url_of(referral), saras, headers=JSON).status_code == 200
    answer = anna.post(url_of(referral), annas, headers=JSON)
    assert answer.status_code == 409
    assert "Sara Sjö sparade texten" in answer.json()["message"]
    assert version_of(referral).question == "Saras text"


def test_autosave_of_too_long_a_text(editor, region, now):
    referral = walks.drafted(region, now=now)
    client, held = editor(region.referrer, url_of(referral), question="å" * 8193)
    answer = client.post(url_of(referral), held, headers=JSON)
    assert answer.status_code == 422
    assert "Texten är för lång" in answer.json()["message"]


def test_two_tabs_keep_both_texts(editor, region, now):
    referral = walks.drafted(region, now=now)
    same = {"clinical_information": "Rad ett.\r\nRad två."}
    anna, annas = editor(region.referrer, url_of(referral), question="Annas text", **same)
    sara, saras = editor(region.secretary, url_of(referral), question="Saras text", **same)
    sara.post(url_of(referral), {**saras, "do": "save"})
    answer = anna.post(url_of(referral), {**annas, "do": "complete"})
    words = words_of(answer)
    assert answer.status_code == 409
    assert "Någon hann före" in words and "Sara Sjö sparade texten" in words
    assert "Annas text" in words and "Saras text" in words
    assert words.count("Sparad text:") == 1  # only where they differ
    # Nothing saves itself over the other's text; saving again is a choice.
    assert "data-autosave" not in answer.content.decode()
    again = anna.post(
        url_of(referral), {**annas, **hidden_values(answer), "question": "Annas text", "do": "save"}
    )
    assert again.status_code == 302
    assert version_of(referral).question == "Annas text"


@pytest.mark.parametrize(
    ("do", "says", "state"),
    [
        ("save", "Texten är sparad.", "draft"),
        ("complete", "Färdigställd.", "draft"),
        ("sign", "Signerad.", "signed"),
        ("sign_and_send", "Signerad och skickad.", "sent"),
    ],
)
def test_buttons_of_the_referrer(editor, region, now, do, says, state):
    referral = walks.drafted(region, now=now)
    client, held = editor(
        region.referrer, url_of(referral), **TEXTS, to_unit=str(region.eye_clinic.id), priority="2"
    )
    answer = client.post(url_of(referral), {**held, "do": do})
    assert answer.status_code == 302, words_of(answer)
    assert says in words_of(client.get(answer["Location"]))
    assert walks.fresh(referral).state == state
    assert version_of(referral).question == "Glaukom?"


def test_undo_of_completing(editor, region, now):
    referral = walks.drafted(region, now=now)
    client, held = editor(region.referrer, url_of(referral), question="Glaukom?")
    answer = client.post(url_of(referral), {**held, "do": "complete"})
    assert "Ångra" in words_of(client.get(answer["Location"]))
    undone = client.post(f"/remiss/{referral.id}/gor/reopen_text/?version={walks.fresh(referral).version}")
    assert undone.status_code == 302
    assert version_of(referral).completed_at is None


@pytest.mark.parametrize(("do", "complete"), [("transcribe", False), ("complete", True)])
def test_typing_a_dictation(editor, region, now, do, complete):
    referral = walks.dictated(region, now=now)
    client, held = editor(region.pool_secretary, url_of(referral), question="Glaukom?")
    assert "Diktat 4" in words_of(client.get(url_of(referral)))
    answer = client.post(url_of(referral), {**held, "do": do})
    assert answer.status_code == 302, words_of(answer)
    row = version_of(referral)
    assert row.dictation.transcribed_by_id == region.pool_secretary.person_id
    assert (row.completed_at is not None) is complete


def test_what_is_missing_is_said_beside_its_field(editor, region, now):
    referral = walks.drafted(region, now=now, fields={}, to_unit_id=None)
    client, held = editor(region.referrer, url_of(referral))
    answer = client.post(url_of(referral), {**held, "do": "sign_and_send"})
    words = words_of(answer)
    assert answer.status_code == 422
    assert "Frågeställningen saknas." in words
    assert "Välj vilken enhet remissen ska till." in words
    assert walks.fresh(referral).state == "draft"


def test_secretary_has_no_button_to_sign(as_, region, now):
    referral = walks.drafted(region, now=now)
    page = as_(region.secretary).get(url_of(referral)).content.decode()
    assert 'value="complete"' in page
    assert 'value="sign' not in page
    forced = as_(region.secretary).post(
        url_of(referral), {"version": 1, "referral_version": 1, "question": "x", "do": "sign_and_send"}
    )
    assert forced.status_code == 422
    assert "medicinskt beslut" in words_of(forced)


def test_a_sent_text_has_no_editor(as_, region, now):
    referral = walks.sent(region, now=now)
    page = as_(region.referrer).get(url_of(referral))
    assert page.status_code == 409
    assert "Remissen är redan skickad." in words_of(page)
    assert "<textarea" not in page.content.decode()
    answer = as_(region.referrer).post(url_of(referral), {"version": 1, "question": "Ny"})
    assert answer.status_code == 422
    assert version_of(referral).question == "Glaukom?"


def test_a_change_keeps_receiver_and_priority(editor, region, now):
    referral = walks.change_begun(region, now=now)
    client, held = editor(region.referrer, url_of(referral), question="Glaukom? Mer uppgifter.")
    forged = {"to_unit": str(region.skin_clinic.id), "priority": "1"}
    answer = client.post(url_of(referral), {**held, **forged, "do": "sign_and_send"})
    assert answer.status_code == 302
    assert Referral.objects.get(id=referral.id).to_unit_id == region.eye_clinic.id
    assert version_of(referral).sent_at is not None


# --- The answer --------------------------------------------------------------------------------------------
def test_answer_autosave_and_conflict(editor, region, now):
    referral = walks.answer_begun(region, now=now)
    url = answer_url(referral)
    olle, olles = editor(region.assessor, url, text="Olles text")
    asa, asas = editor(region.eye_secretary, url, text="Åsas text")
    assert asa.post(url, asas, headers=JSON).json() == {"version": 2, "saved_at": "10:15"}
    assert olle.post(url, olles, headers=JSON).status_code == 409
    answer = olle.post(url, {**olles, "do": "sign_and_send"})
    words = words_of(answer)
    assert answer.status_code == 409
    assert "Olles text" in words and "Åsas text" in words
    assert Reply.objects.get(referral=referral, kind="FINAL").sent_at is None


@pytest.mark.parametrize(
    ("do", "says"),
    [
        ("save", "Texten är sparad."),
        ("complete", "Färdigställt."),
        ("sign", "Svaret är signerat."),
        ("sign_and_send", "signerat och skickat"),
    ],
)
def test_buttons_of_the_assessor(editor, region, now, do, says):
    referral = walks.answer_begun(region, now=now)
    client, held = editor(region.assessor, answer_url(referral), text="Inget glaukom. Kontroll om ett år.")
    answer = client.post(answer_url(referral), {**held, "do": do})
    assert answer.status_code == 302, words_of(answer)
    assert says in words_of(client.get(answer["Location"]))
    reply = Reply.objects.get(referral=referral, kind="FINAL")
    assert reply.text == "Inget glaukom. Kontroll om ett år."
    assert (reply.sent_at is not None) is (do == "sign_and_send")


def test_typing_a_dictated_answer(editor, region, now):
    referral = walks.answer_dictated(region, now=now)
    client, held = editor(region.eye_secretary, answer_url(referral), text="Inget glaukom.")
    assert client.post(answer_url(referral), {**held, "do": "complete"}).status_code == 302
    reply = Reply.objects.get(referral=referral, kind="FINAL")
    assert reply.dictation.transcribed_at is not None
    assert reply.completed_at is not None


def test_an_empty_answer_is_not_sent(editor, region, now):
    referral = walks.answer_begun(region, now=now)
    client, held = editor(region.assessor, answer_url(referral), text="  ")
    answer = client.post(answer_url(referral), {**held, "do": "sign_and_send"})
    assert answer.status_code == 422
    assert "Skriv något här." in words_of(answer)
    assert Reply.objects.get(referral=referral, kind="FINAL").sent_at is None


def template(region, now, kind, title, text):
    return ReplyTemplate.objects.create(
        id=new_id(now=now), unit=region.eye_clinic, kind=kind, title=title, text=text
    )


def test_the_units_texts_come_after_what_is_written(editor, region, now):
    referral = walks.answer_begun(region, now=now)
    row = template(region, now, "FINAL", "Åter till remittent", "Patienten återremitteras.")
    client, held = editor(region.assessor, answer_url(referral), text="Inget glaukom.")
    page = client.post(answer_url(referral), {**held, "mall": str(row.id)}).content.decode()
    assert "Inget glaukom.\n\nPatienten återremitteras." in page
    assert hidden_values(client.get(answer_url(referral)))["version"] == held["version"]


def test_the_only_text_of_a_kind_is_there_from_the_start(as_, region, now):
    referral = walks.assigned(region, now=now)
    one = template(region, now, "CONFIRMED", "Mottagen", "Patienten kallas.")
    url = f"/remiss/{referral.id}/gor/confirm/?arende={walks.case_of(referral).id}"
    client = as_(region.assessor)
    assert "Patienten kallas." in words_of(client.get(url))
    template(region, now, "CONFIRMED", "Provtagning", "Kallas till prov.")
    page = client.get(url)
    assert "Patienten kallas." not in words_of(page)
    chosen = client.post(url, {**hidden_values(page), "wait": "8 veckor", "text": "", "mall": str(one.id)})
    assert chosen.status_code == 200
    assert "Patienten kallas." in words_of(chosen)
    assert 'value="8 veckor"' in chosen.content.decode()
    assert not Reply.objects.filter(referral=referral).exists()
