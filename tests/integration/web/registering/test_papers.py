"""/papper/: a paper becomes visible work, and leaves it only by somebody's act (A.6)."""

import pytest

from factories import walks
from factories.browser import hidden_values, words_of
from remissvakt.audit.models import AccessLog
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.documents.models import Document
from remissvakt.referrals.actions.papers import register_paper, set_paper_aside
from remissvakt.referrals.actions.send import refer
from remissvakt.referrals.models import WorkItem

pytestmark = pytest.mark.django_db
NEW = "/papper/ny/"


@pytest.fixture
def paper(region, now):
    """A paper from Universitetssjukhuset at the health centre."""
    return register_paper(
        document_id=new_id(now=now),
        unit_id=region.health_centre.id,
        arrived_on=local_date(now),
        sender="Universitetssjukhuset",
        description="Brev om en undersökning",
        actor=region.secretary,
        now=now,
    )


@pytest.fixture
def outside(region, now):
    """A referral from the health centre to Universitetssjukhuset, on paper."""
    return refer(
        referral_id=new_id(now=now),
        unit_id=region.health_centre.id,
        patient_id=region.patient.id,
        to_unit_id=region.outside_unit.id,
        priority_rank=2,
        priority_label="Hög",
        fields={"question": "Knä?"},
        actor=region.referrer,
        now=now,
    )


def test_register_a_paper(as_, region):
    client = as_(region.secretary)
    data = hidden_values(client.get(NEW)) | {
        "arrived_on": "idag",
        "sender": "Kustsjukhuset",
        "description": "Provsvar",
    }
    done = client.post(NEW, data)
    document = Document.objects.get()
    assert done["Location"] == f"/papper/{document.id}/"
    assert WorkItem.objects.get(node="unlinked").document_id == document.id
    again = client.post(NEW, data)
    assert again.status_code == 422
    assert f"/papper/{document.id}/" in again.content.decode()
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"arrived_on": "imorgon"}, "Datumet har inte varit än"),
        ({"arrived_on": "30 feb"}, "finns inte"),
        ({"sender": " "}, "Skriv vem papperet kommer från"),
        ({"sender": "s" * 201}, "Texten är för lång"),
        ({"description": "\u202e"}, "Skriv något här"),
        ({"description": "d" * 1_000_000}, "Texten är för lång"),
        ({"document_id": "../../etc"}, "Formuläret är trasigt"),
    ],
)
def test_bad_input_is_said_and_nothing_is_done(as_, region, change, says):
    client = as_(region.secretary)
    data = {"arrived_on": "idag", "sender": "Kustsjukhuset", "description": "Provsvar"}
    answer = client.post(NEW, hidden_values(client.get(NEW)) | data | change)
    assert answer.status_code == 422
    assert says in words_of(answer)
    assert Document.objects.count() == 0


@pytest.mark.parametrize("by", ["code", "number", "name", "unit"])
def test_candidates_by_code_patient_or_unit(as_, region, paper, outside, by):
    client = as_(region.secretary)
    typed = {"code": outside.code, "number": "121212-1212", "name": "tolv", "unit": "universitet"}[by]
    if by == "number":
        typed = "19121212-1212"
    page = client.post(f"/papper/{paper.id}/", {"do": "find", "q": typed})
    assert outside.code in words_of(page)
    assert "Registrera som svar" in words_of(page)
    assert f"/remiss/{outside.id}/gor/register_reply/?papper={paper.id}" in page.content.decode()
    assert AccessLog.objects.filter(action="link_paper", referral_id=outside.id).count() == 1
    assert Document.objects.get().linked_at is None


def test_paper_is_chosen_beforehand_where_it_becomes_a_reply(as_, region, paper, outside):
    page = as_(region.secretary).get(f"/remiss/{outside.id}/gor/register_reply/?papper={paper.id}")
    assert page.status_code == 200
    assert f'value="{paper.id}" selected' in page.content.decode()


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
    page = as_(region.secretary).post(f"/papper/{paper.id}/", {"do": "find", "q": "universitet"})
    assert "Skyddad folkbokföring" in words_of(page)
    assert "Storgatan" not in words_of(page)


def test_nothing_is_suggested_by_itself(as_, region, paper, outside):
    page = as_(region.secretary).get(f"/papper/{paper.id}/")
    assert "Tolvansson" not in words_of(page)
    assert 'value="Universitetssjukhuset"' in page.content.decode()
    assert AccessLog.objects.count() == 0


def test_other_units_referrals_are_no_candidates(as_, region, paper, now):
    referral = walks.STATES["sent"](region, now=now)
    document = register_paper(
        document_id=new_id(now=now),
        unit_id=region.skin_clinic.id,
        arrived_on=local_date(now),
        sender="?",
        description="?",
        actor=region.skin_secretary,
        now=now,
    )
    page = as_(region.skin_secretary).post(f"/papper/{document.id}/", {"do": "find", "q": referral.code})
    assert "Ingen remiss passar" in words_of(page)


def test_link(as_, region, paper, outside):
    client = as_(region.secretary)
    done = client.post(
        f"/papper/{paper.id}/", {"do": "link", "referral_id": str(outside.id), "version": paper.version}
    )
    assert done["Location"] == f"/remiss/{outside.id}/"
    assert Document.objects.get().referral_id == outside.id
    assert WorkItem.objects.filter(node="unlinked").count() == 0
    assert "Sara Sjö kopplade papperet" in words_of(client.get(f"/papper/{paper.id}/"))


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
    data = {"do": "link", "referral_id": str(hidden.id), "version": paper.version}
    assert as_(region.secretary).post(f"/papper/{paper.id}/", data).status_code == 404
    assert Document.objects.get().linked_at is None


def test_set_aside_with_a_reason(as_, region, paper):
    client = as_(region.secretary)
    url = f"/papper/{paper.id}/"
    answer = client.post(url, {"do": "aside", "version": paper.version, "reason": " "})
    assert answer.status_code == 422
    assert "Skriv varför" in words_of(answer)
    assert client.post(url, {"do": "aside", "version": paper.version, "reason": "Reklam"}).status_code == 302
    assert Document.objects.get().set_aside_reason == "Reklam"
    assert "Reklam" in words_of(client.get(url))


def test_somebody_was_first(as_, region, paper, outside, now):
    set_paper_aside(
        document_id=paper.id,
        document_version=paper.version,
        reason="Reklam",
        actor=region.other_referrer,
        now=now,
    )
    answer = as_(region.secretary).post(
        f"/papper/{paper.id}/", {"do": "link", "referral_id": str(outside.id), "version": paper.version}
    )
    assert answer.status_code == 409
    assert "Arvid Ask har redan tagit hand om papperet" in words_of(answer)


def test_papers_of_others_do_not_exist(as_, region, paper):
    client = as_(region.eye_secretary)
    assert client.get(f"/papper/{paper.id}/").status_code == 404
    assert (
        client.post(f"/papper/{paper.id}/", {"do": "aside", "reason": "x", "version": 1}).status_code == 404
    )


@pytest.mark.parametrize("data", [{"do": "link", "referral_id": "x", "version": "1"}, {"do": "link"}])
def test_forged_choice(as_, region, paper, data):
    answer = as_(region.secretary).post(f"/papper/{paper.id}/", data)
    assert answer.status_code == 422
    assert "Formuläret är trasigt" in words_of(answer)
