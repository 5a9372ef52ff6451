"""Days and waits, read back while they are typed."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ({"text": "3/4"}, 200, "lördag 3 april 2027 (vecka 13)"),
        ({"text": "v 12"}, 200, "måndag 22 mars 2027 (vecka 12)"),
        ({"text": "om 2 veckor"}, 200, "tisdag 1 december 2026 (vecka 49)"),
        ({"text": "3/4", "slag": "passerat"}, 200, "fredag 3 april 2026 (vecka 14)"),
        ({"text": "8 veckor", "slag": "vantetid"}, 200, "8 veckor (senast tis 12 jan 2027)"),
        ({"text": "v 12", "slag": "vantetid"}, 200, "vecka 12 2027 (senast sön 28 mars 2027)"),
        ({"text": "mars", "slag": "vantetid"}, 200, "mars 2027 (senast ons 31 mars 2027)"),
        ({"text": "3/4", "slag": "vantetid"}, 200, "senast lör 3 april 2027"),
        ({"text": "12", "slag": "vantetid"}, 422, "Skriv ut vad talet betyder"),
        ({"text": "31 februari"}, 422, "finns inte"),
        ({"text": "x" * 9000}, 422, "går inte att läsa"),
        ({"text": "<b>"}, 422, "går inte att läsa"),
        ({}, 422, "går inte att läsa"),
    ],
)
def test_days_are_read_back(as_, region, query, status, says):
    answer = as_(region.secretary).get("/tolka/datum/", query)
    assert (answer.status_code, answer["Content-Type"]) == (status, "text/plain; charset=utf-8")
    assert says in answer.content.decode()
