"""After a kill: is everything there that was acknowledged, is nothing there by half, and does every invariant hold?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from remissvakt.assurance.checks import DATABASE_CHECKS, of_database, of_referrals, run_checks
from remissvakt.audit.models import AnsweredRequest
from remissvakt.referrals.models import Event

from .people import Write


def lost_or_half(acknowledged: Iterable[Write], unknown: Iterable[Write]) -> list[str]:
    """An acknowledged form has its one effect and its answer; an unknown one has both or neither."""
    found = []
    for write in acknowledged:
        effects, kept = _effects(write), _kept(write)
        if effects != 1 or kept is None:
            found.append(
                f"acknowledged {write.event} {write.referral_id}: {effects} effects, answer {kept}, told {write.to}"
            )
        elif kept != write.to:
            found.append(f"answered otherwise {write.event} {write.referral_id}: {kept} for {write.to}")
    for write in unknown:
        effects, kept = _effects(write), _kept(write)
        if effects != (kept is not None):
            found.append(
                f"half {write.event} {write.referral_id}: {effects} effects, answer {kept}, told {write.to}"
            )
    return found


def _effects(write: Write) -> int:
    return Event.objects.filter(referral_id=write.referral_id, kind=write.event).count()


def _kept(write: Write) -> str | None:
    row = AnsweredRequest.objects.filter(person_id=write.who.person_id, key=write.key).first()
    return None if row is None else row.answer["to"]


def broken(writes: Iterable[Write]) -> list[str]:
    """What `remissvakt check` would find on the referrals that were worked with."""
    ids = sorted({write.referral_id for write in writes})
    return [str(one) for one in of_referrals(ids)] if ids else []


def broken_anywhere() -> list[str]:
    """All of `remissvakt check`."""
    return [str(one) for one in run_checks(now=datetime.now(UTC))]


def broken_between() -> list[str]:
    """The checks of `remissvakt check` that are not of one referral."""
    now = datetime.now(UTC)
    return [str(one) for name in DATABASE_CHECKS for one in of_database(name, now=now)]
