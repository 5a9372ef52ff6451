"""The page of the nightly report: a manager sees the own unit, an administrator all, and nobody a patient."""

from datetime import timedelta

import pytest

from factories import walks
from remissvakt.assurance.models import NightlyReport
from remissvakt.assurance.report.nightly import work
from remissvakt.cli.commands import report as command
from remissvakt.core.clock import SystemClock, local_date
from remissvakt.referrals.models import Referral

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def reported(region, now):
    """A referral that nothing accounts for, one that is answered, and the reports of two days."""
    lost = walks.sent(region, now=now - 2 * DAY)
    walks.closed(region, now=now - 2 * DAY)
    work(now=now - DAY)
    Referral.objects.filter(id=lost.id).update(
        state="closed", close_reason="duplicate", closed_at=now - 2 * DAY
    )
    work(now=now)
    return lost


def test_the_manager_reads_and_turns_to_the_day_before(as_, region, reported, now):
    page = as_(region.manager).get("/enhet/rapport/").content.decode()
    assert "1 oredovisade" in page and reported.code in page and "mån 16 nov 2026" in page
    assert "Vårdcentralen Eken" in page and "Tolvan" not in page
    before = as_(region.manager).get("/enhet/rapport/", {"dag": "2026-11-15"}).content.decode()
    assert "0 oredovisade" in before and "+2 beslutade" in before and "−1 svaret vidimerat" in before


def test_another_units_manager_sees_the_own_unit_alone(as_, region, reported):
    page = as_(region.eye_manager).get("/enhet/rapport/").content.decode()
    assert "0 oredovisade" in page and reported.code not in page and "skrivna här" not in page


def test_an_administrator_sees_every_unit_and_no_codes(as_, region, reported):
    page = as_(region.administrator).get("/administration/rapport/").content.decode()
    assert "1 oredovisade" in page and reported.code not in page
    assert "Vårdcentralen Eken" in page and "Ögonkliniken" in page


def test_before_the_first_night_and_a_day_that_is_none(as_, region):
    assert "Ingen rapport ännu" in as_(region.manager).get("/enhet/rapport/").content.decode()
    for day in ("2026-11-01", "igår", "2026-02-30"):
        assert as_(region.manager).get("/enhet/rapport/", {"dag": day}).status_code == 404


def test_the_command_makes_what_is_missing_and_prints(region, now, capsys):
    walks.confirmed(region, now=now - DAY)
    assert command.run(type("Arguments", (), {"day": None})) == 0
    printed = capsys.readouterr().out
    assert (
        "0 oredovisade. 0 rader går inte jämnt upp." in printed
        and "Vårdcentralen Eken, skrivna här:" in printed
    )
    report = NightlyReport.objects.get()
    assert report.day == local_date(SystemClock().now()) - DAY and report.hash in printed
