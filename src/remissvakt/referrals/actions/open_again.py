"""A closed referral is open again: what that makes of it. No action of its own."""

from __future__ import annotations

from datetime import date

from ..change import Changing
from ..states import ReferralState


def open_again(doing: Changing, *, reason: str, watch_on: date | None) -> None:
    """Open it; the former closing stays in the timeline. `watch_on` is when it is watched to, which the caller sets."""
    doing.loop.set(
        doing.referral,
        state=ReferralState.SENT.value,
        closed_at=None,
        closed_by=None,
        close_reason="",
        close_note="",
    )
    doing.loop.event("reopened", reason=reason, watch_on=watch_on)
