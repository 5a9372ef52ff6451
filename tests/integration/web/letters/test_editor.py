"""The page of a letter that was begun: saved, completed, signed by its author, or given up."""

from __future__ import annotations

import pytest

from factories import walks
from factories.browser import hidden_values, words_of
from remissvakt.referrals.models import Delivery, Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(region, now):
    return walks.letter_begun(walks.answered(region, now=now), actor=region.referrer, now=now)


def do(client, letter, what, **fields):
    url = f"/remiss/{letter.referral_id}/brev/{letter.id}/"
    held = hidden_values(client.get(url))
    return client.post(url, {**held, "language": "sv", "gor": what, **fields})


def test_written_completed_and_signed(as_, region, letter):
    secretary, author = as_(region.secretary), as_(region.referrer)
    page = secretary.get(f"/remiss/{letter.referral_id}/brev/{letter.id}/")
    assert "Vi hör av oss." in page.content.decode() and "Signera" not in words_of(page)
    assert do(secretary, letter, "spara", text="Svaret var bra.").status_code == 302
    assert do(secretary, letter, "fardigstall", text="Svaret var bra!").status_code == 302
    assert do(secretary, letter, "signera", text="Svaret var bra!").status_code == 422
    assert "Signera brevet" in words_of(author.get(f"/remiss/{letter.referral_id}/"))
    assert do(author, letter, "signera", text="Svaret var bra!").status_code == 302
    letter.refresh_from_db()
    assert letter.text == "Svaret var bra!" and letter.signed_by_id == region.referrer.person_id
    assert Delivery.objects.get(letter=letter).state == "queued"
    assert "redan klart" in words_of(author.get(f"/remiss/{letter.referral_id}/brev/{letter.id}/"))


def test_nothing_is_neither_completed_nor_signed(as_, region, letter):
    for what in ("fardigstall", "signera"):
        answer = do(as_(region.referrer), letter, what, text=" ")
        assert answer.status_code == 422 and "Skriv något här." in words_of(answer)


def test_two_tabs_do_not_overwrite_each_other(as_, region, letter):
    author = as_(region.referrer)
    assert do(as_(region.secretary), letter, "spara", text="Saras").status_code == 302
    answer = do(author, letter, "spara", text="Annas", draft_version="1")
    assert answer.status_code == 409
    assert "Sara Sjö" in words_of(answer) and "Annas" in answer.content.decode()
    assert Letter.objects.get().text == "Saras"


def test_given_up_it_stays_readable(as_, region, letter):
    author = as_(region.referrer)
    assert do(author, letter, "makulera", text="Vi hör av oss.").status_code == 302
    words = words_of(author.get(f"/remiss/{letter.referral_id}/"))
    assert "makulerat" in words and "Vi hör av oss." in words


def test_another_units_letter_is_not_there(as_, region, letter):
    for actor in (region.assessor, region.skin_secretary):
        client = as_(actor)
        assert client.get(f"/remiss/{letter.referral_id}/brev/{letter.id}/").status_code == 404
        assert "Vi hör av oss." not in client.get(f"/remiss/{letter.referral_id}/").content.decode()
