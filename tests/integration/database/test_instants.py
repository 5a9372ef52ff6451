"""An instant comes back as it was written, in UTC: through a model, and in a statement of one's own."""

from __future__ import annotations

from datetime import UTC

import pytest
from django.db import connection
from django.db.models import Max

from factories import make_region, walks
from remissvakt.referrals.models import Referral

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("microsecond", [0, 100_000, 123_456])
def test_through_a_model_and_as_the_greatest(now, microsecond):
    at = now.replace(microsecond=microsecond)
    walks.sent(make_region(now=at), now=at)
    sent_at, greatest = Referral.objects.get().sent_at, Referral.objects.aggregate(Max("sent_at"))
    assert (sent_at, sent_at.tzinfo) == (at, UTC)
    assert greatest == {"sent_at__max": at}


def test_the_short_way_is_taken():
    """PostgreSQL's text of it is read by the engine's own loader; SQLite's is told of in tests/unit/database."""
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        loader = connection.connection.adapters.get_loader(1184, 0)
        assert loader.__name__ == "InstantInUtc"
    else:
        assert type(connection.ops).__module__ == "remissvakt.database.engines.sqlite3.reading"
