"""/remiss/<id>/: every state, seen from every side, and nothing that is another's."""

from __future__ import annotations

import pytest

from factories import walks
from factories.browser import words_of
from remissvakt.audit.models import AccessLog

pytestmark = pytest.mark.django_db
SENDERS, RECEIVERS = ("referrer", "nurse", "secretary"), ("assessor", "optician", "eye_secretary")


def address(referral):
    return f"/remiss/{referral.id}/"


@pytest.mark.parametrize("state", sorted(walks.STATES))
def test_every_state_is_drawn_for_every_party(as_, region, now, state):
    referral = walks.STATES[state](region, now=now)
    seen = 0
    for name, actor in region.people.items():
        page = as_(actor).get(address(referral))
        assert page.status_code in (200, 404), name
        if page.status_code == 200:
            seen += 1
            words = words_of(page)
            assert referral.code in words
            assert "Tolvan Tolvansson" in words
            assert page.content.count(b'aria-current="step"') == (
                0 if referral.state in ("closed", "voided") else 1
            )
    assert seen
    assert AccessLog.objects.filter(referral_id=referral.id).count() == seen
