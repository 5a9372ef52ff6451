"""The import in the browser: upload, what was found, bring it in, and where it went."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from referral_files import HEADINGS, IN, OUT, table
from remissvakt.importing import jobs, progress
from remissvakt.importing.models import ImportJob, JobState
from remissvakt.referrals.models import Referral

ROLES = {
    "secretary": 200,
    "referrer": 200,
    "nurse": 200,
    "manager": 200,
    "pool_secretary": 200,
    "administrator": 403,
}


def upload(client, region, *lines, raw=None, name="remisser.csv", unit=None, **more):
    raw = table(*lines).encode("cp1252") if raw is None else raw
    unit_id = (unit or region.health_centre).id
    return client.post("/import/", {"unit": unit_id, "file": SimpleUploadedFile(name, raw), **more})


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("who", ROLES)
def test_who_may_open_the_page(region, as_, who):
    browser = as_(region.people[who])
    for path in ("/import/", "/import/mall.csv"):
        assert browser.get(path).status_code == ROLES[who]
    assert upload(browser, region, OUT).status_code == (302 if ROLES[who] == 200 else 403)


def test_a_file_is_checked_confirmed_and_brought_in(region, as_):
    browser = as_(region.secretary)
    answer = upload(browser, region, OUT, IN, {**OUT, "Remissnummer": "U-9", "Status": "Besvarad"})
    job = ImportJob.objects.get()
    assert answer["Location"] == f"/import/{job.id}/"
    page = text(browser.get(answer["Location"]))
    assert "Importera 2 remisser" in page
    assert "Windows-1252, semikolon" in page
    assert "Inte öppen, tas inte med." in page
    assert not Referral.objects.exists()

    answer = browser.post(f"/import/{job.id}/genomfor/", follow=True)
    page = text(answer)
    assert "1 utgående remisser och 1 inkommande ärenden är införda" in page
    for slug in ("att-bevaka", "inkorg", "utan-ansvarig"):
        assert f'href="/arbete/vart/{slug}/"' in page
        assert browser.get(f"/arbete/vart/{slug}/").status_code == 200
    assert Referral.objects.count() == 2
    for referral in Referral.objects.all():
        page = text(browser.get(f"/remiss/{referral.id}/"))
        assert "förde in remissen från ett annat system" in page

    assert "redan hanterad" in text(browser.post(f"/import/{job.id}/genomfor/", follow=True))
    assert Referral.objects.count() == 2


def test_faults_are_shown_with_line_column_and_reason_and_nothing_can_be_brought_in(region, as_):
    browser = as_(region.secretary)
    answer = upload(
        browser,
        region,
        OUT,
        {**OUT, "Remissnummer": "U-2", "Personnummer": "19121212-1213", "Motpart": "<b>Klinik</b>"},
    )
    page = text(browser.get(answer["Location"]))
    assert "1 rad har fel" in page
    assert '<td class="num">3</td><td>Personnummer</td><td>••••••••-••••</td>' in page
    assert "&lt;b&gt;Klinik&lt;/b&gt;" in page
    assert "<b>Klinik" not in page
    assert "1213" not in page
    assert "genomfor" not in page
    answer = browser.post(answer["Location"] + "genomfor/", follow=True)
    assert "Rätta den och börja om" in text(answer)
    assert not Referral.objects.exists()


def test_a_file_that_cannot_be_read_says_why(region, as_):
    browser = as_(region.secretary)
    page = text(browser.get(upload(browser, region, raw=b"PK\x03\x04" + bytes(50))["Location"]))
    assert "Filen går inte att läsa" in page
    assert "Excel-arbetsbok" in page


def test_an_empty_file_and_no_file_are_told_apart(region, as_):
    browser = as_(region.secretary)
    page = text(browser.get(upload(browser, region, raw=b"")["Location"]))
    assert "Filen är tom." in page
    answer = browser.post("/import/", {"unit": region.health_centre.id})
    assert answer.status_code == 422
    assert "Välj en fil." in text(answer)


def test_neither_the_file_s_name_nor_its_content_is_kept(region, as_):
    browser = as_(region.secretary)
    answer = upload(browser, region, OUT, name="19121212-1212 Tolvan Tolvansson.csv")
    page = text(browser.get(answer["Location"]))
    assert "Tolvan" not in page
    assert "1212" not in answer["Location"]
    browser.post(answer["Location"] + "genomfor/")
    job = ImportJob.objects.get()
    assert job.content is None
    assert "Tolvan" not in repr(job.__dict__)


def test_a_file_can_be_dropped(region, as_):
    browser = as_(region.secretary)
    where = upload(browser, region, OUT)["Location"]
    answer = browser.post(where + "avbryt/", follow=True)
    assert "Filen är borttagen. Inget är infört." in text(answer)
    assert ImportJob.objects.get().content is None
    assert "redan hanterad" in text(browser.post(where + "genomfor/", follow=True))
    assert "redan hanterad" in text(browser.post(where + "avbryt/", follow=True))
    assert not Referral.objects.exists()


@pytest.mark.parametrize("who", ["manager", "eye_secretary", "pool_secretary"])
def test_another_person_s_file_does_not_exist(region, as_, who):
    where = upload(as_(region.secretary), region, OUT)["Location"]
    other = as_(region.people[who])
    assert other.get(where).status_code == 404
    for step in ("genomfor/", "avbryt/"):
        assert other.post(where + step).status_code == 404
        assert other.get(where + step).status_code == 405
    assert other.get("/import/01a1e8c9-c620-7784-97f4-b524b8514daf/").status_code == 404
    assert not Referral.objects.exists()


def test_another_unit_cannot_be_chosen(region, as_):
    answer = upload(as_(region.secretary), region, OUT, unit=region.eye_clinic)
    assert answer.status_code == 422
    assert not ImportJob.objects.exists()


def test_somebody_in_a_pool_chooses_among_its_units(region, as_):
    browser = as_(region.pool_secretary)
    page = text(browser.get("/import/"))
    assert "Vårdcentralen Eken" in page
    assert "Ögonkliniken" in page
    assert (
        upload(browser, region, {**IN, "Ansvarig bedömare": "Olle Öberg"}, unit=region.eye_clinic).status_code
        == 302
    )
    where = f"/import/{ImportJob.objects.get().id}/"
    browser.post(where + "genomfor/")
    assert Referral.objects.get().to_unit_id == region.eye_clinic.id


def test_only_a_secretary_is_offered_to_add_units(region, as_):
    assert "create_units" in text(as_(region.secretary).get("/import/"))
    assert "create_units" not in text(as_(region.manager).get("/import/"))
    browser = as_(region.secretary)
    where = upload(browser, region, {**OUT, "Motpart": "Kliniken Ny"}, create_units="on")["Location"]
    assert "Läggs upp som externa enheter: Kliniken Ny." in text(browser.get(where))
    assert "1 extern enhet lades upp." in text(browser.post(where + "genomfor/", follow=True))


def test_while_work_is_under_way_the_page_asks_again_by_itself(region, as_):
    browser = as_(region.secretary)
    where = upload(browser, region, OUT)["Location"]
    job = ImportJob.objects.get()
    ImportJob.objects.filter(id=job.id).update(state=JobState.IMPORTING)
    progress.tell(job.id, done=500, total=2000)
    page = text(browser.get(where))
    assert f'hx-get="{where}"' in page
    assert '<progress class="bar" aria-labelledby="progress-label" value="500" max="2000">' in page
    polled = browser.get(where, headers={"HX-Request": "true"})
    assert "HX-Refresh" not in polled
    ImportJob.objects.filter(id=job.id).update(state=JobState.CHECKED)
    assert browser.get(where, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_the_page_names_one_s_latest_files(region, as_):
    browser = as_(region.secretary)
    where = upload(browser, region, OUT)["Location"]
    page = text(browser.get("/import/"))
    assert f'href="{where}"' in page
    assert "kontrollerad" in page


def test_the_template_has_every_heading_and_can_be_brought_back(region, as_):
    browser = as_(region.secretary)
    answer = browser.get("/import/mall.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="remissvakt-mall.csv"'
    headings = answer.content.decode("utf-8-sig").strip().split(";")
    assert set(HEADINGS) <= set(headings)
    where = upload(browser, region, raw=table(OUT, headings=headings).encode("utf-8-sig"))["Location"]
    assert "Importera 1 remiss<" in text(browser.get(where))


def test_a_refusal_while_bringing_in_is_shown_and_can_be_tried_again(region, as_, monkeypatch):
    from remissvakt.core.refusal import Refusal

    browser = as_(region.secretary)
    where = upload(browser, region, OUT)["Location"]

    def refuse(**kwargs):
        raise Refusal("imported_meanwhile", "Någon annan förde in något av det här samtidigt.")

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "import_open", refuse)
        page = text(browser.post(where + "genomfor/", follow=True))
    assert "Någon annan förde in" in page
    assert "Importera 1 remiss<" in page
    assert "är införda" in text(browser.post(where + "genomfor/", follow=True))


def test_pages_cost_the_same_however_long_the_file_is(region, as_, django_assert_max_num_queries):
    browser = as_(region.secretary)
    lines = [{**OUT, "Remissnummer": f"U-{n}", "Status": "Grön"} for n in range(60)]
    where = upload(browser, region, *lines)["Location"]
    with django_assert_max_num_queries(14):
        browser.get(where)
