"""Letters for paper, and days read back."""

from __future__ import annotations

import pytest

from factories import walks
from factories.browser import words_of
from remissvakt.audit.models import AccessLog
from remissvakt.organisations.models import Unit
from remissvakt.patients.models import Patient

pytestmark = pytest.mark.django_db
HOME = {"street": "Hemliga gatan 3", "postal_code": "999 99", "city": "Gömstad", "phone": "070-999 99 99"}


def test_letter_of_a_referral(as_, region, now):
    Unit.objects.filter(id=region.outside_unit.id).update(
        street="Brunnsgatan 9", city="Stad", postal_code="111 11"
    )
    referral = walks.sent_outside(region, now=now)
    page = as_(region.secretary).get(f"/remiss/{referral.id}/utskrift/")
    words = words_of(page)
    for piece in (
        "Vårdcentralen Eken",
        "Universitetssjukhuset",
        "Brunnsgatan 9",
        "111 11 Stad",
        referral.code,
        "19121212-1212",
        "Glaukom?",
        "Signerad av Anna Almgren",
        "prio 2, Hög",
    ):
        assert piece in words
    assert AccessLog.objects.filter(referral_id=referral.id, action="print_referral").count() == 1


def test_letters_are_swedish_also_for_those_who_read_english(as_, region, now):
    referral = walks.confirmed(region, now=now)
    reply = walks.reply_of(referral)
    client = as_(region.eye_secretary)
    client.cookies["remissvakt-language"] = "en"
    for path in ("utskrift/", f"svar/{reply.id}/utskrift/"):
        page = client.get(f"/remiss/{referral.id}/{path}")
        assert page.headers["Content-Language"] == "sv"
        assert b'lang="sv"' in page.content
        assert "Skriv ut med webbläsarens utskrift" in page.content.decode()
    assert b'lang="en"' in client.get(f"/remiss/{referral.id}/").content


def test_letter_of_a_reply_says_what_it_is(as_, region, now):
    referral = walks.confirmed(region, now=now)
    reply = walks.reply_of(referral)
    page = as_(region.eye_secretary).get(f"/remiss/{referral.id}/svar/{reply.id}/utskrift/")
    words = words_of(page)
    assert "Detta är en bekräftelse, inte ett svar." in words
    assert "8 veckor" in words
    assert AccessLog.objects.filter(referral_id=referral.id, action="print_reply").count() == 1


@pytest.mark.parametrize("marking", ["confidential", "protected_registration"])
def test_no_letter_and_no_page_tells_where_a_protected_person_lives(as_, region, now, marking):
    Patient.objects.filter(id=region.patient.id).update(**HOME, **{marking: True})
    referral = walks.confirmed(region, now=now)
    reply = walks.reply_of(referral)
    client = as_(region.referrer)
    for path in (
        "",
        "utskrift/",
        f"svar/{reply.id}/utskrift/",
        "gor/chase/",
        f"gor/acknowledge/?svar={reply.id}",
    ):
        page = client.get(f"/remiss/{referral.id}/{path}").content.decode()
        assert "Tolvan" in page
        for secret in HOME.values():
            assert secret not in page, path


def test_an_ordinary_address_is_there(as_, region, now):
    Patient.objects.filter(id=region.patient.id).update(**HOME)
    referral = walks.sent(region, now=now)
    assert "Hemliga gatan 3" in words_of(as_(region.referrer).get(f"/remiss/{referral.id}/utskrift/"))


def test_letter_to_the_patient_of_an_own_request(as_, region, now):
    Patient.objects.filter(id=region.patient.id).update(**HOME)
    referral = walks.own_request(region, now=now)
    from remissvakt.core.ids import new_id
    from remissvakt.referrals.actions.confirm import reject

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
    words = words_of(as_(region.eye_secretary).get(f"/remiss/{referral.id}/svar/{reply.id}/utskrift/"))
    assert "Till Tolvan Tolvansson Hemliga gatan 3" in words


def test_older_versions_can_be_printed(as_, region, now):
    referral = walks.change_sent(region, now=now)
    client = as_(region.secretary)
    assert "Version 2" in words_of(client.get(f"/remiss/{referral.id}/utskrift/"))
    assert client.get(f"/remiss/{referral.id}/utskrift/?version=1").status_code == 200
    assert client.get(f"/remiss/{referral.id}/utskrift/?version=7").status_code == 404


def test_the_receiver_never_prints_a_change_that_is_not_sent(as_, region, now):
    referral = walks.change_begun(region, now=now)
    client = as_(region.assessor)
    assert client.get(f"/remiss/{referral.id}/utskrift/?version=2").status_code == 404
    assert "Version 2" not in words_of(client.get(f"/remiss/{referral.id}/"))


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ({"text": "3/4"}, 200, "lördag 3 april 2027 (vecka 13)"),
        ({"text": "v 12"}, 200, "måndag 22 mars 2027 (vecka 12)"),
        ({"text": "om 2 veckor"}, 200, "tisdag 1 december 2026 (vecka 49)"),
        ({"text": "3/4", "slag": "passerat"}, 200, "fredag 3 april 2026 (vecka 14)"),
        ({"text": "8 veckor", "slag": "vantetid"}, 200, "8 veckor (senast tis 12 jan 2027)"),
        ({"text": "v 12", "slag": "vantetid"}, 200, "vecka 12 2027 (senast sön 28 mars 2027)"),
        ({"text": "mars", "slag": "vantetid"}, 200, "mars 2027 (senast ons 31 mars 2027)"),
        ({"text": "3/4", "slag": "vantetid"}, 200, "senast lör 3 april 2027"),
        ({"text": "12", "slag": "vantetid"}, 422, "Skriv ut vad talet betyder"),
        ({"text": "31 februari"}, 422, "finns inte"),
        ({"text": "x" * 9000}, 422, "går inte att läsa"),
        ({"text": "<b>"}, 422, "går inte att läsa"),
        ({}, 422, "går inte att läsa"),
    ],
)
def test_days_are_read_back(as_, region, query, status, says):
    answer = as_(region.secretary).get("/tolka/datum/", query)
    assert (answer.status_code, answer["Content-Type"]) == (status, "text/plain; charset=utf-8")
    assert says in answer.content.decode()
