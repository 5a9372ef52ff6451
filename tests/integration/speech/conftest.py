"""A region, and a referral that its doctor dictates in a recording of her own."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from remissvakt.dictation.models import Recording


@pytest.fixture
def region(db: None, now: datetime) -> Any:
    from factories import make_region  # after Django is set up

    return make_region(now=now)


@pytest.fixture
def recording(region: Any, now: datetime) -> Recording:
    from speaking import begun

    return begun(region, now=now)
