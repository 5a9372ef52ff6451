"""What time it is for the product while a journey walks: chosen by the journey, and running on as clocks do."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest

from remissvakt.core.clock import SystemClock, local_date


class JourneyClock:
    """Stands in for the machine's clock, the one place where the product reads it."""

    def __init__(self, start: datetime) -> None:
        self._start, self._since = start, time.monotonic()

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return self._start + timedelta(seconds=time.monotonic() - self._since)

    @property
    def today(self) -> date:
        return local_date(self.now())

    def pass_days(self, days: int) -> None:
        """Go on to the same time of another day."""
        self._start += timedelta(days=days)

    def pass_minutes(self, minutes: int) -> None:
        self._start += timedelta(minutes=minutes)


def start_clock(monkeypatch: pytest.MonkeyPatch, *, start: datetime) -> JourneyClock:
    """Let the product read this clock until the test is over."""
    clock = JourneyClock(start)
    assert clock.now().tzinfo is UTC
    monkeypatch.setattr(SystemClock, "now", lambda _self: clock.now())
    return clock
