"""How many statements a request runs that does what is done most often, after it is known who sends it.

With the rows of the access log and of the kept answer; without the frame of the transaction.
"""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import walks
from remissvakt.audit.models import AccessLog, AnsweredRequest
from remissvakt.core.ids import new_id
from remissvakt.referrals.models import Referral
from remissvakt.web.login.middleware import ActorMiddleware

pytestmark = pytest.mark.django_db
_FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")


@pytest.fixture
def sent(monkeypatch, now):
    """Send a form; the statements that its view runs. It leaves one row in the access log, and its answer is kept."""
    began = []
    who = ActorMiddleware.process_view

    def process_view(*given):
        answer = who(*given)
        began.append(len(connection.queries))
        return answer

    monkeypatch.setattr(ActorMiddleware, "process_view", process_view)

    def send(browser, address, body):
        rows = AccessLog.objects.count(), AnsweredRequest.objects.count()
        with CaptureQueriesContext(connection) as captured:
            answer = browser.post(address, {**body, "nyckel": str(new_id(now=now))})
        assert answer.status_code == 302
        assert (AccessLog.objects.count(), AnsweredRequest.objects.count()) == (rows[0] + 1, rows[1] + 1)
        run = [one["sql"] for one in captured.captured_queries[began[-1] - captured.initial_queries :]]
        return [sql for sql in run if not sql.startswith(_FRAME) and "django_session" not in sql]

    return send


def few(statements, *, postgresql, sqlite):
    most = postgresql if connection.vendor == "postgresql" else sqlite
    assert len(statements) <= most, "\n".join(sql[:300] for sql in statements)


def on_case(referral, now):
    case = walks.case_of(referral)
    return f"?arende={case.id}", {"version": str(case.version), "new_id": str(new_id(now=now))}


def test_create_sign_and_send(sent, as_, region, now):
    walks.sent(region, now=now)  # so that the patient is known to the unit
    body = {
        "do": "send",
        "referral_id": str(new_id(now=now)),
        "referrer": str(region.referrer.person_id),
        "to_unit": str(region.eye_clinic.id),
        "question": "Glaukom?",
    }
    run = sent(as_(region.referrer), f"/remiss/ny/?patient={region.patient.id}", body)
    few(run, postgresql=8, sqlite=15)
    assert Referral.objects.get(id=body["referral_id"]).state == "sent"


def test_confirm(sent, as_, region, now):
    referral = walks.assigned(region, now=now)
    query, body = on_case(referral, now)
    body |= {"wait": "8 veckor", "text": "Vi kallar."}
    run = sent(as_(region.assessor), f"/remiss/{referral.id}/gor/confirm/{query}", body)
    few(run, postgresql=4, sqlite=13)


def test_acknowledge(sent, as_, region, now):
    referral = walks.confirmed(region, now=now)
    address = f"/remiss/{referral.id}/gor/acknowledge/?svar={walks.reply_of(referral).id}"
    body = {"accept_wait": "accepted", "note": "", "version": str(referral.version)}
    run = sent(as_(region.referrer), address, body)
    few(run, postgresql=4, sqlite=8)


def test_forward(sent, as_, region, now):
    referral = walks.sent(region, now=now)
    query, body = on_case(referral, now)
    body |= {"to_unit": str(region.skin_clinic.id), "reason": "Hör till er.", "consent": ""}
    run = sent(as_(region.eye_secretary), f"/remiss/{referral.id}/gor/forward/{query}", body)
    few(run, postgresql=6, sqlite=17)
