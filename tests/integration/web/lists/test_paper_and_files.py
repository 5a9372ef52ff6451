"""Lists on paper and in spreadsheets: whole, logged, and named after nobody."""

import csv
import io
from datetime import timedelta

from factories import walks
from remissvakt.audit.models import AccessLog

WATCH = "/arbete/vart/att-bevaka/"


def test_a_list_on_paper_holds_every_row(region, now, as_):
    referrals = [walks.sent(region, now=now + timedelta(minutes=n)) for n in range(4)]
    html = as_(region.secretary).get(f"{WATCH}utskrift/").content.decode()
    assert "4 rader" in html
    assert all(referral.code in html for referral in referrals)
    assert html.count("☐") == 4


def test_paper_says_which_filter_it_was_made_with(region, now, as_):
    walks.sent(region, now=now - timedelta(days=20))
    walks.sent(region, now=now)
    html = as_(region.secretary).get(f"{WATCH}utskrift/", {"forsenade": "1"}).content.decode()
    assert "1 rad" in html
    assert "Bara försenade" in html


def test_a_list_as_a_file(region, now, as_):
    walks.sent(region, now=now - timedelta(days=20))
    walks.sent(region, now=now)
    answer = as_(region.secretary).get(f"{WATCH}csv/")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="att-bevaka-2026-11-17.csv"'
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content[3:].decode()), delimiter=";"))
    assert [row["Dagar försenad"] for row in rows] == ["6", "0"]
    assert {row["Patient"] for row in rows} == {"Tolvan Tolvansson"}


def test_the_file_keeps_the_filter(region, now, as_):
    walks.sent(region, now=now - timedelta(days=20))
    walks.sent(region, now=now)
    data = as_(region.secretary).get(f"{WATCH}csv/", {"forsenade": "1"}).content.decode("utf-8-sig")
    assert len(data.splitlines()) == 2


def test_what_leaves_is_logged_as_such(region, now, as_):
    referral = walks.sent(region, now=now)
    browser = as_(region.secretary)
    browser.get(f"{WATCH}csv/")
    browser.get(f"{WATCH}utskrift/")
    logged = AccessLog.objects.filter(patient_id=region.patient.id, referral_id=referral.id)
    assert set(logged.values_list("action", flat=True)) == {"export_list", "print_list"}


def test_where_a_protected_patient_lives_is_in_neither(region, now, as_):
    patient = region.protected_patient
    walks.sent(region, now=now, patient_id=patient.id)
    browser = as_(region.secretary)
    for path in (WATCH, f"{WATCH}csv/", f"{WATCH}utskrift/"):
        content = browser.get(path).content.decode()
        assert "Skyddad folkbokföring" in content
        assert patient.street not in content
        assert patient.phone not in content
