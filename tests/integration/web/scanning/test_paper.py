"""/papper/<id>/: a paper leaves Okopplade only by somebody's act, to the patient whose number it bears (A.3, A.6)."""

import pytest

from factories import walks
from factories.browser import hidden_values, words_of
from factories.scans import papers, scanned, sheets
from remissvakt.audit.models import AccessLog
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.documents.models import Document, ScanPage
from remissvakt.referrals.actions.change_watcher import change_watcher
from remissvakt.referrals.actions.papers import register_paper, set_paper_aside
from remissvakt.referrals.actions.send import refer
from remissvakt.referrals.models import Event, Reply, WorkItem

pytestmark = pytest.mark.django_db
NUMBER = "19121212-1212"


def url(paper):
    return f"/papper/{paper.id}/"


@pytest.fixture
def chosen(as_, region, paper, outside):
    """Sara's browser with the referral beside the paper, and the hidden fields of the form."""

    def choose(actor=None):
        client = as_(actor or region.secretary)
        return client, hidden_values(client.get(f"{url(paper)}?remiss={outside.id}"))

    return choose


@pytest.fixture
def asked(chosen, paper):
    """Sara has asked for a second person."""
    client, hidden = chosen()
    data = hidden | {"do": "ask", "what": "FINAL", "number_on_paper": "", "asked_reason": "Numret saknas."}
    assert client.post(url(paper), data).status_code == 302
    paper.refresh_from_db()
    return paper


# --- Finding the referral -----------------------------------------------------------------------------------
@pytest.mark.parametrize("by", ["code", "number", "name", "unit"])
def test_candidates_by_code_patient_or_unit(as_, region, paper, outside, by):
    typed = {"code": outside.code, "number": NUMBER, "name": "tolv", "unit": "universitet"}[by]
    page = as_(region.secretary).post(url(paper), {"do": "find", "q": typed})
    assert outside.code in words_of(page)
    assert "1 remiss kan vara den rätta" in words_of(page)
    assert AccessLog.objects.filter(action="link_paper", referral_id=outside.id).count() == 1
    assert Document.objects.get().linked_at is None


def test_a_number_that_was_searched_for_is_not_typed_twice_and_is_in_no_address(as_, region, paper, outside):
    client = as_(region.secretary)
    found = client.post(url(paper), {"do": "find", "q": "191212121212"})
    data = hidden_values(found) | {"do": "choose"}
    assert data["number_on_paper"] == NUMBER
    assert "1212" not in "".join(part for part in found.content.decode().split('"') if "remiss=" in part)
    assert f'value="{NUMBER}"' in client.post(url(paper), data).content.decode()


def test_candidates_show_protection(as_, region, paper, now):
    refer(
        referral_id=new_id(now=now),
        unit_id=region.health_centre.id,
        patient_id=region.protected_patient.id,
        to_unit_id=region.outside_unit.id,
        priority_rank=2,
        priority_label="Hög",
        fields={"question": "Knä?"},
        actor=region.referrer,
        now=now,
    )
    page = as_(region.secretary).post(url(paper), {"do": "find", "q": "universitet"})
    assert "Skyddad folkbokföring" in words_of(page)
    assert "Storgatan" not in words_of(page)


def test_other_units_referrals_are_no_candidates(as_, region, now):
    referral = walks.sent(region, now=now)
    paper = papers(scanned(sheets(1), actor=region.skin_secretary, now=now))[0]
    client = as_(region.skin_secretary)
    page = client.post(url(paper), {"do": "find", "q": referral.code})
    assert "Ingen remiss passar" in words_of(page)
    assert client.get(f"{url(paper)}?remiss={referral.id}").status_code == 404


def test_the_scan_stands_beside_patient_and_referral(as_, region, scan, paper, outside):
    page = as_(region.secretary).get(f"{url(paper)}?remiss={outside.id}")
    for one in scan.pages.all():
        assert f"/papper/sida/{one.id}/bild" in page.content.decode()
    for words in (
        "Tolvan Tolvansson",
        NUMBER,
        outside.code,
        "Universitetssjukhuset",
        "Personnumret på papperet",
    ):
        assert words in words_of(page)


# --- Linking and registering in one -------------------------------------------------------------------------
def test_an_answer_is_linked_and_registered_with_two_entries(chosen, paper, outside):
    client, hidden = chosen()
    done = client.post(url(paper), hidden | {"do": "link", "what": "FINAL", "number_on_paper": NUMBER})
    assert done.status_code == 302
    reply = Reply.objects.get(referral=outside)
    paper.refresh_from_db()
    assert (reply.kind, reply.channel, reply.arrived_on) == ("FINAL", "paper", paper.arrived_on)
    assert (paper.reply_id, paper.referral_id, paper.kind) == (reply.id, outside.id, "answer")
    assert WorkItem.objects.filter(node="unlinked").count() == 0
    assert WorkItem.objects.filter(node="acknowledge", referral=outside).exists()
    assert walks.fresh(outside).state == "sent"


def test_a_confirmation_keeps_its_wait_and_moves_the_watch(chosen, paper, outside):
    client, hidden = chosen()
    data = {"do": "link", "what": "CONFIRMED", "number_on_paper": "191212121212", "wait": "v 12 2027"}
    assert client.post(url(paper), hidden | data).status_code == 302
    reply = Reply.objects.get(referral=outside)
    assert (reply.wait_kind, reply.wait_value) == ("week", "2027-W12")
    assert walks.fresh(outside).watch_on.isoformat() == "2027-03-28"


def test_a_wait_in_the_text_is_proposed_and_not_taken(chosen, paper, outside):
    ScanPage.objects.filter(document=paper, number=1).update(text="Väntetiden är ca 12 veckor.")
    client, _hidden = chosen()
    page = client.get(f"{url(paper)}?remiss={outside.id}").content.decode()
    assert 'value="12 veckor"' in page
    assert "<q>12 veckor</q>" in page
    assert not Reply.objects.filter(referral=outside).exists()


def test_another_paper_is_only_linked(chosen, paper, outside):
    client, hidden = chosen()
    done = client.post(url(paper), hidden | {"do": "link", "what": "other", "number_on_paper": NUMBER})
    assert done.status_code == 302
    paper.refresh_from_db()
    assert (paper.referral_id, paper.kind, paper.reply_id) == (outside.id, "other", None)


@pytest.mark.parametrize("what", ["FINAL", "CONFIRMED", "other"])
@pytest.mark.parametrize("number", ["", "19440813-9089"])
def test_another_number_links_nothing_and_says_what_it_takes(chosen, paper, what, number):
    client, hidden = chosen()
    data = {"do": "link", "what": what, "number_on_paper": number, "wait": "8 veckor"}
    answer = client.post(url(paper), hidden | data)
    assert answer.status_code == 422
    assert "krävs två personer" in words_of(answer)
    assert '<details class="work-fold spaced" open>' in answer.content.decode()
    paper.refresh_from_db()
    assert (paper.linked_at, paper.asked_at) == (None, None)
    assert Reply.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"what": ""}, "Välj ett av alternativen"),
        ({"what": "NONSENSE"}, "Välj ett av alternativen"),
        ({"number_on_paper": "191212121213"}, "Personnumret"),
        ({"what": "CONFIRMED", "wait": "snart"}, "Väntetid"),
        ({"arrived_on": "imorgon"}, "Datumet har inte varit än"),
        ({"referral_version": "x"}, "Formuläret är trasigt"),
    ],
)
def test_bad_input_is_said_and_nothing_is_done(chosen, paper, change, says):
    client, hidden = chosen()
    data = hidden | {"do": "link", "what": "FINAL", "number_on_paper": NUMBER} | change
    answer = client.post(url(paper), data)
    assert answer.status_code == 422
    assert says in words_of(answer)
    assert Document.objects.get().linked_at is None
    assert Reply.objects.count() == 0


def test_sent_twice_is_said(chosen, paper):
    client, hidden = chosen()
    data = hidden | {"do": "link", "what": "FINAL", "number_on_paper": NUMBER}
    first, again = client.post(url(paper), data), client.post(url(paper), data)
    assert (first.status_code, again.status_code, again["Location"]) == (302, 302, first["Location"])
    assert client.post(url(paper), data | {"nyckel": ""}).status_code == 409
    assert Reply.objects.count() == 1


def test_link_to_what_one_may_not_see(as_, region, paper, now):
    hidden = refer(
        referral_id=new_id(now=now),
        unit_id=region.eye_clinic.id,
        patient_id=region.patient.id,
        to_unit_id=region.skin_clinic.id,
        priority_rank=2,
        priority_label="Hög",
        fields={"question": "Prick?"},
        actor=region.assessor,
        now=now,
    )
    client = as_(region.secretary)
    assert client.get(f"{url(paper)}?remiss={hidden.id}").status_code == 404
    data = {"do": "link", "referral_id": str(hidden.id), "version": paper.version, "referral_version": 1}
    data |= {"reply_id": str(new_id(now=now)), "what": "other", "number_on_paper": NUMBER}
    assert client.post(url(paper), data).status_code == 404
    assert Document.objects.get().linked_at is None


@pytest.mark.parametrize(
    "data", [{"do": "link", "referral_id": "x", "version": "1"}, {"do": "link"}, {"do": "ask"}]
)
def test_forged_choice(as_, region, paper, data):
    answer = as_(region.secretary).post(url(paper), data)
    assert answer.status_code == 422
    assert Document.objects.get().linked_at is None


# --- Two persons --------------------------------------------------------------------------------------------
def test_asking_needs_a_reason(chosen, paper):
    client, hidden = chosen()
    answer = client.post(url(paper), hidden | {"do": "ask", "what": "FINAL", "asked_reason": " "})
    assert answer.status_code == 422
    assert "Skriv varför" in words_of(answer)


def test_it_waits_in_okopplade_for_another_person(as_, region, asked, outside):
    assert (asked.linked_at, asked.asked_referral_id) == (None, outside.id)
    assert WorkItem.objects.get(node="unlinked").reason == "paper_second_person"
    own = words_of(as_(region.secretary).get(url(asked)))
    assert "En kollega på enheten ska jämföra" in own
    assert "Ja, koppla" not in own
    page = words_of(as_(region.nurse).get(url(asked)))
    assert "Är det samma patient?" in page
    assert "Numret saknas." in page
    assert AccessLog.objects.filter(action="read_paper", person_id=region.nurse.person_id).exists()


def test_the_one_who_asked_cannot_confirm(as_, region, asked):
    answer = as_(region.secretary).post(url(asked), {"do": "confirm", "version": asked.version})
    assert answer.status_code == 422
    assert "en annan person ska bekräfta" in words_of(answer)
    assert Document.objects.get().linked_at is None


def test_another_confirms_and_it_is_registered(as_, region, asked, outside):
    client = as_(region.nurse)
    assert client.post(url(asked), {"do": "confirm", "version": asked.version}).status_code == 302
    page = client.get(url(asked))
    assert "Registrera vad det säger" in words_of(page)
    done = client.post(url(asked), hidden_values(page) | {"do": "register", "what": "PARTIAL"})
    assert done.status_code == 302
    asked.refresh_from_db()
    assert asked.reply_id == Reply.objects.get(referral=outside, kind="PARTIAL").id
    assert WorkItem.objects.filter(node="unlinked").count() == 0


def test_another_declines_with_a_reason(as_, region, asked):
    client = as_(region.nurse)
    answer = client.post(url(asked), {"do": "decline", "version": asked.version, "reason": " "})
    assert answer.status_code == 422
    data = {"do": "decline", "version": asked.version, "reason": "Annan födelsedag."}
    assert client.post(url(asked), data).status_code == 302
    asked.refresh_from_db()
    assert (asked.asked_at, asked.linked_at) == (None, None)
    assert WorkItem.objects.get(node="unlinked").reason == "paper_unlinked"


# --- A wrong link -------------------------------------------------------------------------------------------
def test_a_wrong_link_is_undone_with_a_trail(chosen, as_, region, paper, outside):
    client, hidden = chosen()
    client.post(url(paper), hidden | {"do": "link", "what": "FINAL", "number_on_paper": NUMBER})
    paper.refresh_from_db()
    assert f'href="{url(paper)}"' in client.get(f"/remiss/{outside.id}/").content.decode()
    assert client.post(url(paper), {"do": "undo", "version": paper.version, "reason": ""}).status_code == 422
    data = {"do": "undo", "version": paper.version, "reason": "Det var Åkes svar."}
    assert client.post(url(paper), data)["Location"] == url(paper)
    paper.refresh_from_db()
    assert (paper.referral_id, paper.reply_id, paper.linked_at) == (None, None, None)
    assert WorkItem.objects.get(node="unlinked").document_id == paper.id
    assert "Det var Åkes svar." in words_of(client.get(f"/remiss/{outside.id}/"))
    assert Event.objects.filter(referral=outside).count() >= 3


# --- Put aside, and what is next ----------------------------------------------------------------------------
def test_set_aside_with_a_reason(as_, region, paper):
    client = as_(region.secretary)
    answer = client.post(url(paper), {"do": "aside", "version": paper.version, "reason": " "})
    assert answer.status_code == 422
    assert "Skriv något här" in words_of(answer)
    assert (
        client.post(url(paper), {"do": "aside", "version": paper.version, "reason": "Reklam"}).status_code
        == 302
    )
    assert Document.objects.get().set_aside_reason == "Reklam"
    assert "Reklam" in words_of(client.get(url(paper)))


def test_somebody_was_first(chosen, region, paper, now):
    client, hidden = chosen()
    set_paper_aside(
        document_id=paper.id,
        document_version=paper.version,
        reason="Reklam",
        actor=region.other_referrer,
        now=now,
    )
    answer = client.post(url(paper), hidden | {"do": "link", "what": "other", "number_on_paper": NUMBER})
    assert answer.status_code == 409
    assert "Arvid Ask har redan tagit hand om papperet" in words_of(answer)


def test_after_somebody_elses_change_the_form_is_sent_again_as_it_was_typed(
    chosen, region, paper, outside, now
):
    client, hidden = chosen()
    change_watcher(
        referral_id=outside.id,
        version=outside.version,
        watcher_id=region.nurse.person_id,
        actor=region.secretary,
        now=now,
    )
    data = {"do": "link", "what": "CONFIRMED", "number_on_paper": NUMBER, "wait": "8 veckor"}
    answer = client.post(url(paper), hidden | data)
    assert answer.status_code == 409
    assert 'value="8 veckor"' in answer.content.decode()
    assert client.post(url(paper), hidden_values(answer) | data).status_code == 302


def test_the_next_paper_opens_and_after_the_last_the_list(as_, region, paper, now):
    other = papers(scanned(sheets(1, seed=50), actor=region.secretary, now=now))[0]
    client = as_(region.secretary)
    first = client.post(url(paper), {"do": "aside", "version": paper.version, "reason": "Reklam"})
    assert first["Location"] == url(other)
    last = client.post(url(other), {"do": "aside", "version": other.version, "reason": "Reklam"})
    assert last["Location"] == "/arbete/vart/okopplade/"


def test_a_paper_without_a_scan_asks_for_its_words(as_, region, outside, now):
    paper = register_paper(
        document_id=new_id(now=now),
        unit_id=region.health_centre.id,
        arrived_on=local_date(now),
        sender="Universitetssjukhuset",
        description="Brev",
        actor=region.secretary,
        now=now,
    )
    client = as_(region.secretary)
    hidden = hidden_values(client.get(f"{url(paper)}?remiss={outside.id}"))
    data = hidden | {"do": "link", "what": "FINAL", "number_on_paper": NUMBER}
    assert client.post(url(paper), data).status_code == 422
    assert client.post(url(paper), data | {"text": "Inget nytt."}).status_code == 302


def test_papers_of_others_do_not_exist(as_, region, paper):
    client = as_(region.eye_secretary)
    assert client.get(url(paper)).status_code == 404
    assert client.post(url(paper), {"do": "aside", "reason": "x", "version": 1}).status_code == 404


def test_a_party_reads_but_does_not_work_with_anothers_paper(as_, region, paper, now):
    referral = walks.sent(region, now=now)
    client = as_(region.secretary)
    hidden = hidden_values(client.get(f"{url(paper)}?remiss={referral.id}"))
    client.post(url(paper), hidden | {"do": "link", "what": "referral", "number_on_paper": NUMBER})
    paper.refresh_from_db()
    assert paper.referral_id == referral.id
    reader = as_(region.eye_secretary)
    page = reader.get(url(paper))
    assert page.status_code == 200
    assert "Kopplingen är fel" not in words_of(page)
    assert "/skanning/" not in page.content.decode().replace('href="/skanning/"', "")
    assert reader.post(url(paper), {"do": "undo", "version": paper.version, "reason": "x"}).status_code == 404


def test_okopplade_says_how_many_pages_and_when(as_, region, paper):
    page = as_(region.secretary).get(f"/arbete/vart/okopplade/?rad={paper.id}")
    assert "3 sidor" in words_of(page)
    assert "skannat 10:15" in words_of(page)
    assert "/liten" in page.content.decode()
