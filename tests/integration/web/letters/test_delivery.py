"""The page of one delivery: seen, printed, opened as printed, posted; and letters written in the pages of acts."""

from __future__ import annotations

import pytest

from factories import walks
from factories.browser import hidden_values, words_of
from factories.pdfs import codes_in, words_in
from remissvakt.audit.models import AccessLog
from remissvakt.core.ids import new_id
from remissvakt.documents.models import PaperCode
from remissvakt.organisations.models import ReplyTemplate
from remissvakt.patients.models import Patient
from remissvakt.referrals.models import Contact, Delivery, Letter, WorkItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(region, now):
    return walks.delivery_of(walks.sent_outside(region, now=now), "queued")


def address(delivery, more=""):
    return f"/remiss/{delivery.referral_id}/forsandelse/{delivery.id}/{more}"


def test_seen_printed_opened_posted(as_, region, waiting):
    client = as_(region.secretary)
    page = client.get(address(waiting))
    assert page.content.count(b"data:image/webp") == 3
    assert "Skriv ut" in words_of(page) and "Öppna utskriften" not in words_of(page)
    assert AccessLog.objects.filter(action="read_letter").count() == 1
    assert client.get(address(waiting, "pdf/")).status_code == 404
    printed = client.post(
        address(waiting, "skriv-ut/"), {"version": hidden_values(page)["version"]}, follow=True
    )
    words = words_of(printed)
    assert "Utskriften är noterad" in words and "utskriven, ska postas" in words
    pdf = client.get(address(waiting, "pdf/"))
    assert pdf.headers["Content-Disposition"] == f'inline; filename="{waiting.referral.code}.pdf"'
    assert all(codes_in(pdf.content))
    version = walks.fresh(waiting.referral).version
    client.post(f"/remiss/{waiting.referral_id}/gor/mark_posted/?leverans={waiting.id}", {"version": version})
    words = words_of(client.get(address(waiting)))
    assert "postad" in words and "Skriv ut igen" not in words and "Öppna utskriften" in words


def test_printed_by_another_meanwhile_is_told_and_prints_nothing(as_, region, waiting):
    sara, nina = as_(region.secretary), as_(region.nurse)
    seen = hidden_values(sara.get(address(waiting)))["version"]
    assert nina.post(address(waiting, "skriv-ut/"), {"version": seen}).status_code == 302
    answer = sara.post(address(waiting, "skriv-ut/"), {"version": seen})
    assert answer.status_code == 409
    assert "Nina" in words_of(answer)
    assert PaperCode.objects.count() == 3


def test_told_by_phone_it_is_read_and_not_printed(as_, region, waiting):
    Delivery.objects.filter(id=waiting.id).update(channel="phone")
    page = as_(region.secretary).get(address(waiting))
    assert "framföras per telefon" in words_of(page)
    assert "skriv-ut/" not in page.content.decode()


def test_the_referral_leads_to_its_letters(as_, region, waiting):
    client = as_(region.secretary)
    page = client.get(f"/remiss/{waiting.referral_id}/")
    assert address(waiting) in page.content.decode()
    assert client.get(f"/remiss/{waiting.referral_id}/gor/mark_printed/?leverans={waiting.id}")[
        "Location"
    ] == (address(waiting))


def test_a_chase_is_written_in_its_page_and_printed_next(as_, region, waiting, now):
    """A.4: contacted by letter, in one act; the letter waits to be printed and posted."""
    client = as_(region.secretary)
    url = f"/remiss/{waiting.referral_id}/gor/chase/"
    held = hidden_values(client.get(url))
    fields = {"how": "letter", "letter_text": "Har remissen kommit fram?", "watch_on": "om 2 veckor"}
    answer = client.post(url, {**held, **fields}, follow=True)
    letter = Letter.objects.get()
    delivery = Delivery.objects.get(letter=letter)
    assert address(delivery) in answer.content.decode()
    assert letter.contact == Contact.objects.get()
    words = words_of(client.get(f"/remiss/{waiting.referral_id}/"))
    assert (
        "Har remissen kommit fram?" in words and "Efterfrågan om remiss till Universitetssjukhuset" in words
    )
    assert "Har remissen kommit fram?" in words_of(client.get(f"/remiss/{waiting.referral_id}/"))


def test_without_a_letter_it_is_told_what_they_said(as_, region, waiting):
    client = as_(region.secretary)
    url = f"/remiss/{waiting.referral_id}/gor/chase/"
    held = hidden_values(client.get(url))
    typed = {"how": "phone", "letter_text": "Påbörjat", "watch_on": "om 2 veckor"}
    answer = client.post(url, {**held, **typed})
    assert answer.status_code == 422 and words_of(answer).count("Skriv något här.") >= 2
    assert not Letter.objects.exists()
    client.post(url, {**held, **typed, "reached": "Ulla", "said": "Den ligger där."})
    assert Contact.objects.get().said == "Den ligger där." and not Letter.objects.exists()


def test_a_receiver_here_is_not_written_to(as_, region, now):
    referral = walks.sent(region, now=now)
    page = as_(region.secretary).get(f"/remiss/{referral.id}/gor/chase/")
    assert "Skriv brevet här" not in words_of(page)
    assert as_(region.secretary).get(f"/remiss/{referral.id}/gor/write_letter/").status_code == 409


def inform(client, referral, **fields):
    url = f"/remiss/{referral.id}/gor/inform_patient/"
    return client.post(url, {**hidden_values(client.get(url)), "told_on": "idag", **fields}, follow=True)


VISIT = {
    "how": "appointment_letter",
    "letter_text": "Ta med glasögon.",
    "appointment_day": "14 december",
    "appointment_time": "10.30",
    "appointment_place": "Plan 3",
}


def test_a_kallelse_is_written_where_the_patient_is_told(as_, region, now):
    referral = walks.confirmed(region, now=now)
    client = as_(region.eye_secretary)
    inform(client, referral, **VISIT)
    delivery = Delivery.objects.get(letter__isnull=False)
    client.post(address(delivery, "skriv-ut/"), {"version": walks.fresh(referral).version})
    words = words_in(client.get(address(delivery, "pdf/")).content)
    assert "Kallelse" in words and "14 december 2026 klockan 10:30" in words and "Plan 3" in words


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"appointment_time": "snart"}, "Skriv klockslaget som 10.30."),
        ({"appointment_time": ""}, "Skriv dag och tid för besöket."),
        ({"appointment_day": "17 november", "appointment_time": "8"}, "Tiden har redan varit."),
        ({"appointment_place": ""}, "Skriv var besöket är."),
    ],
)
def test_what_a_kallelse_lacks_is_said(as_, region, now, wrong, says):
    referral = walks.confirmed(region, now=now)
    answer = inform(as_(region.eye_secretary), referral, **{**VISIT, **wrong})
    assert answer.status_code == 422
    assert says in words_of(answer) and "Ta med glasögon." in answer.content.decode()
    assert not Letter.objects.exists()


def test_the_units_own_text_begins_a_letter(as_, region, now):
    ReplyTemplate.objects.create(
        id=new_id(now=now), unit=region.eye_clinic, kind="patient", title="Väntelista", text="Du står i kö."
    )
    referral = walks.confirmed(region, now=now)
    client = as_(region.eye_secretary)
    template = ReplyTemplate.objects.get()
    answer = inform(client, referral, how="letter", letter_text="Hej!", mall=str(template.id))
    assert "Hej!\n\nDu står i kö." in answer.content.decode()
    assert not Letter.objects.exists()


@pytest.mark.parametrize("marking", ["confidential", "protected_registration"])
def test_the_page_says_that_a_protected_patients_letter_goes_another_way(as_, region, now, marking):
    Patient.objects.filter(id=region.patient.id).update(street="Hemliga gatan 3", **{marking: True})
    referral = walks.confirmed(region, now=now)
    client = as_(region.eye_secretary)
    case = walks.case_of(referral)
    for slug in ("inform_patient", f"letter_to_patient/?arende={case.id}"):
        page = client.get(f"/remiss/{referral.id}/gor/{slug}{'' if '?' in slug else '/'}")
        assert "den skyddade vägen" in words_of(page)
    inform(client, referral, how="letter", letter_text="Du står i kö.")
    delivery = Delivery.objects.get(letter__isnull=False)
    page = client.get(address(delivery))
    assert "brevet går den skyddade vägen" in words_of(page)
    client.post(address(delivery, "skriv-ut/"), {"version": walks.fresh(referral).version})
    words = words_in(client.get(address(delivery, "pdf/")).content)
    assert "Skatteverket" in words
    assert "Hemliga" not in words + page.content.decode()


def test_both_sides_write_to_the_patient(as_, region, now):
    referral = walks.answered(region, now=now)
    case = walks.case_of(referral)
    for actor, url in (
        (region.referrer, f"/remiss/{referral.id}/gor/write_to_patient/"),
        (region.assessor, f"/remiss/{referral.id}/gor/letter_to_patient/?arende={case.id}"),
    ):
        client = as_(actor)
        held = hidden_values(client.get(url))
        answer = client.post(
            url, {**held, "how": "letter", "way": "write", "text": "Allt ser bra ut.", "language": "en"}
        )
        assert answer.status_code == 302, words_of(answer)
    assert {row.from_unit_id for row in Letter.objects.all()} == {
        region.health_centre.id,
        region.eye_clinic.id,
    }
    assert {row.language for row in Letter.objects.all()} == {"en"}


def test_a_letter_is_dictated_from_where_it_is_written(as_, region, now):
    """The author speaks at once; typed by somebody it comes back to be signed (A.1's way, for letters)."""
    referral = walks.answered(region, now=now)
    client = as_(region.referrer)
    url = f"/remiss/{referral.id}/gor/write_to_patient/"
    held = hidden_values(client.get(url))
    answer = client.post(url, {**held, "how": "letter", "way": "speak", "text": "", "language": "sv"})
    letter = Letter.objects.get()
    assert answer["Location"] == f"/diktat/{letter.dictation.recording_id}/spela-in/"
    assert client.get(answer["Location"]).status_code == 200
    assert not Delivery.objects.filter(letter=letter).exists()
    assert WorkItem.objects.get(letter=letter).reason == "finish_dictation"


def test_a_letter_that_is_written_says_something(as_, region, now):
    referral = walks.answered(region, now=now)
    client = as_(region.referrer)
    url = f"/remiss/{referral.id}/gor/write_to_patient/"
    held = hidden_values(client.get(url))
    answer = client.post(url, {**held, "how": "letter", "way": "write", "text": "", "language": "sv"})
    assert answer.status_code == 422 and "Skriv något här." in words_of(answer)
    assert not Letter.objects.exists()
