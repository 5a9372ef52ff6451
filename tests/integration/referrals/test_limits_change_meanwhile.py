"""Is a paper that comes while the unit's limits change due by the new ones? On real connections."""

from __future__ import annotations

from threading import Event as Signal
from typing import Any

import pytest

from factories import make_region, walks
from racing import race
from remissvakt.assurance.checks import run_checks
from remissvakt.core.clock import local_date
from remissvakt.core.workdays import add_working_days
from remissvakt.referrals.actions import change_routine
from remissvakt.referrals.models import WorkItem

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_paper_waits_until_the_limits_have_changed(now, monkeypatch):
    """The change has derived every due date anew, and is not in the database yet, when the paper comes."""
    region = make_region(now=now)
    derived, registered = Signal(), Signal()
    record_unit = change_routine.record_unit

    def record_and_wait(unit_id: Any) -> None:
        record_unit(unit_id)
        derived.set()
        registered.wait(timeout=0.7)  # it waits in its turn, and is done only when the limits have changed

    monkeypatch.setattr(change_routine, "record_unit", record_and_wait)

    def change() -> None:
        change_routine.change_routine(
            unit_id=region.health_centre.id,
            limits={"unlinked_workdays": 4},
            acknowledge_rule="doctor",
            actor=region.manager,
            now=now,
        )

    def register() -> None:
        assert derived.wait(timeout=20)
        walks.paper(region, now=now)
        registered.set()

    assert race([change, register]) == [None, None]
    assert WorkItem.objects.get().due_on == add_working_days(local_date(now), 4)
    assert run_checks(now=now) == []
