"""A referral or a reply as a letter, to look at: what stands on it, and what must not."""

from __future__ import annotations

import pytest

from factories import walks
from factories.browser import words_of
from factories.pdfs import codes_in, words_in
from remissvakt.audit.models import AccessLog
from remissvakt.core.ids import new_id
from remissvakt.organisations.models import Unit
from remissvakt.patients.models import Patient
from remissvakt.referrals.actions.confirm import reject

pytestmark = pytest.mark.django_db
HOME = {"street": "Hemliga gatan 3", "postal_code": "999 99", "city": "Gömstad", "phone": "070-174 06 99"}


def pdf(client, path):
    answer = client.get(f"{path}?pdf=1")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.content


def test_a_referral(as_, region, now):
    Unit.objects.filter(id=region.outside_unit.id).update(
        street="Brunnsgatan 9", city="Stad", postal_code="111 11"
    )
    referral = walks.sent_outside(region, now=now)
    client, path = as_(region.secretary), f"/remiss/{referral.id}/utskrift/"
    page = client.get(path)
    assert page.content.count(b'src="data:image/webp;base64,') == 1
    assert "img-src 'self' data:;" in page.headers["Content-Security-Policy"]
    assert AccessLog.objects.filter(referral_id=referral.id, action="print_referral").count() == 1
    words = words_in(pdf(client, path))
    for piece in (
        "Vårdcentralen Eken",
        "Universitetssjukhuset",
        "Brunnsgatan 9",
        "111 11 Stad",
        referral.code,
        "19121212-1212",
        "Glaukom?",
        "Anna Almgren",
        "2, Hög",
    ):
        assert piece in words


def test_a_copy_has_no_working_code_and_leads_to_what_is_to_be_posted(as_, region, now):
    referral = walks.sent_outside(region, now=now)
    client, path = as_(region.secretary), f"/remiss/{referral.id}/utskrift/"
    delivery = walks.delivery_of(referral, "queued")
    assert codes_in(pdf(client, path)) == [set()]
    assert f"/remiss/{referral.id}/forsandelse/{delivery.id}/" in client.get(path).content.decode()


def test_letters_are_swedish_also_for_those_who_read_english(as_, region, now):
    referral = walks.confirmed(region, now=now)
    reply = walks.reply_of(referral)
    client = as_(region.eye_secretary)
    client.cookies["remissvakt-language"] = "en"
    for path, word in (("utskrift/", "Remiss"), (f"svar/{reply.id}/utskrift/", "Remissbekräftelse")):
        assert word in words_in(pdf(client, f"/remiss/{referral.id}/{path}"))
        assert b'lang="en"' in client.get(f"/remiss/{referral.id}/{path}").content


def test_a_reply_says_what_it_is(as_, region, now):
    referral = walks.confirmed(region, now=now)
    reply = walks.reply_of(referral)
    words = words_in(pdf(as_(region.eye_secretary), f"/remiss/{referral.id}/svar/{reply.id}/utskrift/"))
    assert "Detta är en bekräftelse, inte ett svar." in words
    assert "8 veckor" in words
    assert AccessLog.objects.filter(referral_id=referral.id, action="print_reply").count() == 1


@pytest.mark.parametrize("marking", ["confidential", "protected_registration"])
def test_no_letter_and_no_page_tells_where_a_protected_person_lives(as_, region, now, marking):
    Patient.objects.filter(id=region.patient.id).update(**HOME, **{marking: True})
    referral = walks.confirmed(region, now=now)
    reply = walks.reply_of(referral)
    client = as_(region.referrer)
    paths = ("", "utskrift/", f"svar/{reply.id}/utskrift/", "gor/chase/", f"gor/acknowledge/?svar={reply.id}")
    pages = [client.get(f"/remiss/{referral.id}/{path}").content.decode() for path in paths]
    pages += [words_in(pdf(client, f"/remiss/{referral.id}/{path}")) for path in paths[1:3]]
    for page in pages:
        assert "Tolvan" in page
        for secret in HOME.values():
            assert secret not in page


def test_an_ordinary_address_is_there(as_, region, now):
    Patient.objects.filter(id=region.patient.id).update(**HOME)
    referral = walks.sent(region, now=now)
    assert "Hemliga gatan 3" in words_in(pdf(as_(region.referrer), f"/remiss/{referral.id}/utskrift/"))


def test_the_reply_to_an_own_request_goes_to_the_patient(as_, region, now):
    Patient.objects.filter(id=region.patient.id).update(**HOME)
    referral = walks.own_request(region, now=now)
    case = walks.case_of(referral)
    reject(
        case_id=case.id,
        version=case.version,
        reply_id=new_id(now=now),
        reason="other",
        text="Sök vårdcentral.",
        actor=region.assessor,
        now=now,
    )
    reply = walks.reply_of(referral)
    words = words_in(pdf(as_(region.eye_secretary), f"/remiss/{referral.id}/svar/{reply.id}/utskrift/"))
    assert "Tolvan Tolvansson Hemliga gatan 3" in words
    assert as_(region.eye_secretary).get(f"/remiss/{referral.id}/utskrift/").status_code == 200


def test_older_versions_can_be_printed(as_, region, now):
    referral = walks.change_sent(region, now=now)
    client, path = as_(region.secretary), f"/remiss/{referral.id}/utskrift/"
    assert "2, kompletterad" in words_in(pdf(client, path))
    assert client.get(f"{path}?version=1").status_code == 200
    assert client.get(f"{path}?version=7").status_code == 404


def test_the_receiver_never_prints_a_change_that_is_not_sent(as_, region, now):
    referral = walks.change_begun(region, now=now)
    client = as_(region.assessor)
    assert client.get(f"/remiss/{referral.id}/utskrift/?version=2").status_code == 404
    assert "Version 2" not in words_of(client.get(f"/remiss/{referral.id}/"))
