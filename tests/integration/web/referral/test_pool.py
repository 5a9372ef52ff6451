"""The pages of somebody in a pool: its lists, what is done there, and the way on when a referral has left it (A.1)."""

from __future__ import annotations

import re

import pytest

from factories import walks
from factories.browser import hidden_values, words_of
from remissvakt.letters.models import PrintRun
from remissvakt.referrals.models import Event, WorkItem

pytestmark = pytest.mark.django_db
TRANSCRIBE, SEND = "/arbete/vart/att-skriva-ut/", "/arbete/vart/att-skicka/"


def lists_in_menu(page):
    return set(re.findall(r'href="(/arbete/vart/[^"?]+)"', page.content.decode()))


def sent_by(pool, referral, region, more=""):
    url = f"/remiss/{referral.id}/gor/send/{more}"
    held = {**hidden_values(pool.get(url)), "watcher": str(region.referrer.person_id)}
    return pool.post(url, held, follow=True)


def test_the_menu_has_its_lists_and_no_others(as_, region, now):
    walks.sent(region, now=now)
    walks.paper(region, now=now)
    pool, unit = as_(region.pool_secretary), as_(region.secretary)
    assert lists_in_menu(pool.get(TRANSCRIBE)) == {TRANSCRIBE, SEND, "/arbete/vart/att-fardigstalla/"}
    assert len(lists_in_menu(unit.get(TRANSCRIBE))) > 10
    for address in ("/arbete/vart/att-bevaka/", "/arbete/vart/okopplade/", "/arbete/vart/utan-ansvarig/"):
        assert pool.get(address).status_code == 404
        assert unit.get(address).status_code == 200


def test_no_page_of_the_pool_leads_to_a_list_that_it_lacks(as_, region, now):
    walks.print_run(region, now=now)
    PrintRun.objects.update(made_by=region.pool_secretary.person_id)
    pool = as_(region.pool_secretary)
    run = PrintRun.objects.get()
    unit = f"?enhet={region.health_centre.id}"
    for address in ("/utskrifter/", f"/utskrifter/{run.id}/", f"/skanning/{unit}", "/diktat/lage/"):
        page = pool.get(address)
        assert page.status_code == 200, address
        for link in lists_in_menu(page):
            assert pool.get(link).status_code == 200, (address, link)


def test_what_is_sent_is_told_at_the_list_and_cannot_be_undone_from_there(as_, region, now):
    """The referral is the unit's to watch from then on; the pool's page of it is gone."""
    referral = walks.signed(region, now=now)
    pool = as_(region.pool_secretary)
    answer = sent_by(pool, referral, region, more=f"?tillbaka={SEND}")
    assert Event.objects.filter(kind="sent").count() == 1
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == SEND
    assert "Skickat till Ögonkliniken" in words_of(answer)
    assert f"/remiss/{referral.id}/" not in answer.content.decode()
    assert pool.get(f"/remiss/{referral.id}/").status_code == 404
    assert as_(region.secretary).get(f"/remiss/{referral.id}/").status_code == 200


def test_without_a_way_back_it_goes_home(as_, region, now):
    answer = sent_by(as_(region.pool_secretary), walks.signed(region, now=now), region)
    assert answer.status_code == 200
    assert "Skickat till Ögonkliniken" in words_of(answer)


def test_counts_and_new_rows_are_of_its_lists(as_, region, now):
    walks.dictated(region, now=now)
    walks.sent(region, now=now)
    pool = as_(region.pool_secretary)
    counts = pool.get("/arbete/antal/").content.decode()
    assert "ours:transcribe" in counts and "ours:watch" not in counts
    assert "ours:watch" in as_(region.secretary).get("/arbete/antal/").content.decode()


def test_an_answer_of_a_served_unit_and_a_certificate(as_, region, now):
    row = walks.certificate(region, now=now)
    address = f"/intyg/{row.id}/"
    assert as_(region.secretary).get(address).status_code == 200
    assert as_(region.pool_secretary).get(address).status_code == 404


def test_a_patient_is_found_while_there_is_work(as_, region, now):
    walks.sent(region, now=now)
    pool = as_(region.pool_secretary)
    page = pool.post("/sok/", {"q": region.patient.number})
    assert page.status_code in (200, 422)
    assert region.patient.family_name not in words_of(page)
    walks.dictated(region, now=now)
    page = pool.post("/sok/", {"q": region.patient.number}, follow=True)
    assert region.patient.family_name in words_of(page)
    assert WorkItem.objects.filter(node="transcribe").count() == 1
