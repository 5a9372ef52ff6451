"""/intyg/: what Webcert has reported, and the mark that it has been handled there."""

from datetime import date, timedelta

import pytest

from factories.browser import words_of
from remissvakt.audit.models import AccessLog
from remissvakt.referrals.actions.certificates import TOTALS, report_certificate
from remissvakt.referrals.models import CertificateQuestion, WorkItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(region, now):
    return report_certificate(
        certificate_id="intyg-1",
        certificate_type="FK 7804",
        patient_id=region.patient.id,
        unit_id=region.health_centre.id,
        issuer_id=region.referrer.person_id,
        subject="KOMPLT",
        event_code="NYFRFM",
        answer_by=date(2026, 11, 20),
        totals=dict.fromkeys(TOTALS, 0) | {"received_total": 2, "received_unanswered": 1},
        reported_at=now - timedelta(hours=3),
        now=now,
    )


def test_totals_and_last_day(as_, region, row):
    page = as_(region.referrer).get(f"/intyg/{row.id}/")
    words = words_of(page)
    assert "Komplettering" in words
    assert "en ny fråga kom" in words
    assert "fre 20 nov 2026" in words
    assert "Frågor till oss 2 1 0 0" in words
    assert AccessLog.objects.get().action == "read_certificate"


def test_handled(as_, region, row):
    client = as_(region.referrer)
    done = client.post(f"/intyg/{row.id}/", {"version": row.version})
    assert done.status_code == 302
    assert CertificateQuestion.objects.get().handled_by_id == region.referrer.person_id
    assert WorkItem.objects.count() == 0
    assert "Anna Almgren markerade intyget som hanterat" in words_of(client.get(f"/intyg/{row.id}/"))


def test_second_time_says_who_was_first(as_, region, row):
    as_(region.referrer).post(f"/intyg/{row.id}/", {"version": row.version})
    answer = as_(region.secretary).post(f"/intyg/{row.id}/", {"version": row.version})
    assert answer.status_code == 409
    assert "Anna Almgren hann före" in words_of(answer)


def test_forged_version(as_, region, row):
    answer = as_(region.referrer).post(f"/intyg/{row.id}/", {"version": "ett"})
    assert answer.status_code == 422
    assert CertificateQuestion.objects.get().handled_at is None


def test_other_units_and_roles(as_, region, row):
    assert as_(region.assessor).get(f"/intyg/{row.id}/").status_code == 404
    assert as_(region.assessor).post(f"/intyg/{row.id}/", {"version": 1}).status_code == 404
    assert as_(region.manager).get(f"/intyg/{row.id}/").status_code == 403
