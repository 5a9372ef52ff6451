from typing import Any

import pytest


@pytest.fixture
def region(db: None, now: Any) -> Any:
    from factories import make_region

    return make_region(now=now)


@pytest.fixture(autouse=True)
def clock(now: Any) -> Any:
    """The time at the door; `clock.shift(seconds)` lets it pass."""
    import time_machine

    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def as_(now: Any) -> Any:
    """A browser with somebody of the region: as_(region.secretary)."""
    from factories.browser import log_in_as

    return lambda actor: log_in_as(actor, now=now)
