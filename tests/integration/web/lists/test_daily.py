"""Dagens kontroll as a page: live numbers that lead to their lists, signed and kept."""

import re
from datetime import timedelta

from factories import walks
from remissvakt.worklists.actions.sign_daily_check import sign_daily_check
from remissvakt.worklists.models import DailyCheck

PAGE = "/dagens-kontroll/"


def sign(browser, check="A.5", note="", unit=None):
    return browser.post(PAGE + (f"?enhet={unit}" if unit else ""), {"kontroll": check, "anteckning": note})


def test_each_number_leads_to_a_list_of_that_length(region, now, as_):
    walks.sent(region, now=now - timedelta(days=20))
    walks.answered(region, now=now - timedelta(days=20))
    walks.paper(region, now=now)
    for who in (region.secretary, region.eye_secretary, region.eye_manager):
        browser = as_(who)
        html = browser.get(PAGE).content.decode()
        links = re.findall(r'<a href="(/arbete/[^"]+)"><strong>(\d+)</strong>', html)
        links += re.findall(r'<a class="late late--late" href="([^"]+)">.*?</svg> (\d+) försenad', html)
        assert len(links) >= 6
        for address, number in links:
            rows = browser.get(address.replace("&amp;", "&")).content.decode().count("data-row=")
            assert rows == int(number), address


def test_sign_off(region, now, as_):
    walks.sent(region, now=now - timedelta(days=20))
    browser = as_(region.secretary)
    assert "0 av 6 kvitterade" in browser.get(PAGE).content.decode()
    answer = sign(browser, note="Ringt")
    html = browser.get(answer["Location"]).content.decode()
    assert "Kontrollen A.5 är kvitterad." in html
    assert f"Kvitterad av {region.secretary.person_name} kl. 10:15: Ringt" in html
    assert "1 av 6 kvitterade" in html
    assert DailyCheck.objects.get().numbers == {"watch": {"total": 1, "overdue": 1}}
    sign(browser, note="Igen")
    assert DailyCheck.objects.get().note == "Ringt"


def test_a_pool_has_no_daily_control(region, as_):
    browser = as_(region.pool_secretary)
    assert PAGE not in browser.get("/arbete/vart/att-skriva-ut/").content.decode()
    assert browser.get(PAGE).status_code == 404
    assert sign(browser, unit=region.eye_clinic.id).status_code == 404
    assert not DailyCheck.objects.exists()


def test_another_unit_and_an_unknown_check(region, as_):
    browser = as_(region.secretary)
    assert browser.get(f"{PAGE}?enhet={region.eye_clinic.id}").status_code == 404
    assert sign(browser, unit=region.eye_clinic.id).status_code == 404
    assert browser.get(f"{PAGE}?enhet=x").status_code == 404
    assert sign(browser, check="Z").status_code == 409
    assert sign(browser, note="x" * 501).status_code == 409
    assert not DailyCheck.objects.exists()


def test_the_last_two_weeks_stand_below(region, now, as_):
    sign_daily_check(
        unit_id=region.health_centre.id, check="C", note="", actor=region.manager, now=now - timedelta(days=1)
    )
    html = as_(region.secretary).get(PAGE).content.decode()
    assert "mån 16 nov 2026" in html
    assert region.manager.person_name in html
    assert "0 av 6 kvitterade" in html
