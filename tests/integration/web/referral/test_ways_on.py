"""What stands at hand where it is needed: the number to call, the way to what comes next, whom it was about."""

from __future__ import annotations

import pytest

from factories import walks
from factories.browser import words_of
from remissvakt.organisations.models import Unit

pytestmark = pytest.mark.django_db
LIST = "/arbete/vart/att-bevaka/"
CHASED = {"how": "phone", "reached": "Ulla", "said": "Nästa vecka.", "watch_on": "2026-12-01"}


@pytest.mark.parametrize("phone, shown", [("0980-390 03", "0980-390 03"), ("", "telefonnummer saknas")])
def test_whoever_is_to_call_sees_the_receivers_number(as_, region, now, phone, shown):
    referral = walks.sent(region, now=now)
    Unit.objects.filter(id=walks.case_of(referral).unit_id).update(phone=phone)
    client = as_(region.secretary)
    assert shown in words_of(client.get(f"/remiss/{referral.id}/gor/chase/"))
    assert shown not in words_of(client.get(f"/remiss/{referral.id}/gor/move_watch/"))


@pytest.mark.parametrize(
    "instead, led",
    [("Ny remiss till en annan mottagare", True), ("Patienten följs upp hos oss", False)],
)
def test_whoever_writes_a_new_referral_instead_is_led_to_it(act, region, now, instead, led):
    referral = walks.rejected(region, now=now)
    about = {"svar": str(walks.reply_of(referral).id)}
    answer = act(region.referrer, referral, "acknowledge", about=about, instead_common=instead)
    said = answer.browser.get(answer["Location"])
    way = f"/remiss/ny/?patient={referral.patient_id}"
    assert ("Skriv den nya remissen" in words_of(said)) is led
    assert (way in said.content.decode()) is led
    if led:
        assert answer.browser.get(way).status_code == 200


def test_one_of_the_two_is_needed_and_neither_is_called_voluntary(act, region, now):
    referral = walks.rejected(region, now=now)
    about = {"svar": str(walks.reply_of(referral).id)}
    act(region.referrer, referral, "acknowledge", about=about)
    answer = act(region.referrer, referral, "say_instead", about=about)
    assert answer.status_code == 422
    assert "frivilligt" not in words_of(answer).partition("Vad görs i stället?")[2].partition("Spara")[0]


def test_what_was_done_says_with_which_referral_when_the_next_row_opens(act, region, now):
    referral = walks.sent(region, now=now)
    away = act(region.secretary, referral, "chase", back=LIST, **CHASED)
    assert f"{referral.code}: Bevakningen är flyttad" in words_of(away.browser.get(away["Location"]))
    stays = act(region.secretary, referral, "chase", **CHASED)
    assert f"{referral.code}: Bevakningen" not in words_of(stays.browser.get(stays["Location"]))
