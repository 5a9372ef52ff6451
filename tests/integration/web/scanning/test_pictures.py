"""The pages of a paper as pictures, and the file itself: to whom, how, and with which trace (S1, S5, S8, S9)."""

import io

import pytest
from PIL import Image

from factories import walks
from factories.scans import papers
from remissvakt.audit.models import AccessLog
from remissvakt.core.refusal import Refusal
from remissvakt.documents.models import Document, DocumentKind, Scan, ScanPage
from remissvakt.organisations.models import UnitRoutine
from remissvakt.referrals.actions.papers import link_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(scan):
    return scan.pages.get(number=1)


def link(paper, referral, region, now, kind=DocumentKind.OTHER):
    return link_paper(
        document_id=paper.id,
        document_version=paper.version,
        referral_id=referral.id,
        kind=kind,
        number_on_paper=region.patient.number,
        reason="",
        actor=region.secretary,
        now=now,
    )


@pytest.mark.parametrize("size", ["bild", "liten"])
def test_a_page_is_a_picture_and_nothing_else(as_, region, page, size):
    answer = as_(region.secretary).get(f"/papper/sida/{page.id}/{size}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(answer.content)).format == "JPEG"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_what_is_not_linked_is_logged_about_nobody(as_, region, page):
    as_(region.secretary).get(f"/papper/sida/{page.id}/bild")
    assert AccessLog.objects.count() == 0


@pytest.mark.parametrize("size", ["bild", "liten"])
def test_a_linked_page_is_logged_before_it_leaves(as_, region, outside, paper, page, now, size):
    link(paper, outside, region, now)
    as_(region.nurse).get(f"/papper/sida/{page.id}/{size}")
    row = AccessLog.objects.get(action="read_paper")
    assert (row.patient_id, row.referral_id) == (region.patient.id, outside.id)
    assert row.person_id == region.nurse.person_id


def test_a_page_that_cannot_be_logged_does_not_leave(as_, region, outside, paper, page, now, monkeypatch):
    link(paper, outside, region, now)

    def fail(**_more):
        raise Refusal("no_log", "Loggen tar inte emot.")

    monkeypatch.setattr("remissvakt.scanning.visible.log_reads", fail)
    answer = as_(region.secretary).get(f"/papper/sida/{page.id}/bild")
    assert answer.status_code == 409
    assert "image" not in answer["Content-Type"]


@pytest.mark.parametrize("who", ["eye_secretary", "skin_secretary"])
def test_other_units_papers_are_not_there(as_, region, scan, page, who):
    client = as_(getattr(region, who))
    for path in (
        f"/papper/sida/{page.id}/bild",
        f"/papper/sida/{page.id}/liten",
        f"/skanning/{scan.id}/original",
    ):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(("kind", "status"), [(DocumentKind.REFERRAL, 200), (DocumentKind.OTHER, 404)])
def test_the_referral_itself_is_every_partys_and_other_papers_are_not(
    as_, region, paper, page, now, kind, status
):
    """The eye clinic has the case: it reads the referral on paper, but not what else came to the sender."""
    link(paper, walks.sent(region, now=now), region, now, kind=kind)
    assert as_(region.eye_secretary).get(f"/papper/sida/{page.id}/bild").status_code == status
    assert as_(region.skin_secretary).get(f"/papper/sida/{page.id}/bild").status_code == 404


def test_a_turned_page_is_sent_turned(as_, region, page):
    ScanPage.objects.filter(id=page.id).update(quarter_turns=1)
    sent = as_(region.secretary).get(f"/papper/sida/{page.id}/bild").content
    assert Image.open(io.BytesIO(sent)).getexif()[0x0112] == 6


# --- The file itself ----------------------------------------------------------------------------------------
def test_the_original_is_a_file_to_keep_under_a_name_that_says_nothing(as_, region, scan):
    Scan.objects.filter(id=scan.id).update(name="Tolvan Tolvansson.pdf")
    answer = as_(region.secretary).get(f"/skanning/{scan.id}/original")
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"%PDF-")
    assert len(content) == scan.file.size == int(answer["Content-Length"])
    assert answer["Content-Disposition"].startswith('attachment; filename="skanning-20261117-1015-')
    assert "Tolvan" not in answer["Content-Disposition"]
    assert answer["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_the_original_is_logged_for_every_patient_in_it(as_, region, outside, scan, now):
    link(papers(scan)[0], outside, region, now)
    list(as_(region.secretary).get(f"/skanning/{scan.id}/original").streaming_content)
    assert AccessLog.objects.filter(action="read_original", patient_id=region.patient.id).count() == 1


@pytest.mark.parametrize(
    ("virus", "required", "status"),
    [
        ("not_scanned", False, 200),
        ("not_scanned", True, 403),
        ("clean", True, 200),
        ("infected", False, 403),
        ("infected", True, 403),
    ],
)
def test_what_may_be_fetched(as_, region, scan, paper, virus, required, status):
    Scan.objects.filter(id=scan.id).update(virus_state=virus)
    UnitRoutine.objects.filter(unit=region.health_centre).update(virus_check_required=required)
    client = as_(region.secretary)
    assert client.get(f"/skanning/{scan.id}/original").status_code == status
    for page in (f"/skanning/{scan.id}/", f"/papper/{paper.id}/"):
        shown = client.get(page).content.decode()
        assert (f"/skanning/{scan.id}/original" in shown) is (status == 200)


def test_a_page_without_a_stored_picture_is_not_there(as_, region, page):
    ScanPage.objects.filter(id=page.id).update(picture=None, small_picture=None)
    assert as_(region.secretary).get(f"/papper/sida/{page.id}/liten").status_code == 404


def test_nothing_was_changed_by_reading(as_, region, paper, page):
    as_(region.secretary).get(f"/papper/sida/{page.id}/bild")
    assert Document.objects.get().version == paper.version
