"""A region for every test here."""

from typing import Any

import pytest


@pytest.fixture
def region(db: None, now: Any) -> Any:
    from factories import make_region  # after Django is set up

    return make_region(now=now)
