"""One look at the database: as much of it as a round has time for, and what is wrong with that.

A small archive is read whole in every round. Of a large one, every round reads on where the last one stopped: first
the open referrals, then all, each lap with its own time. What was found wrong is looked at again in every round, so
that an alarm is over only when it is. Checks of the whole database that read long tables come once an hour.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import Error
from django.db.models import QuerySet

from remissvakt.core.ids import parse_id
from remissvakt.referrals.models import Referral
from remissvakt.referrals.states import ReferralState

from ..checks import DATABASE_CHECKS, REFERRAL_CHECKS, of_database, of_referrals
from ..view import CHUNK, chunks_of
from .alarms import UNREADABLE, Alarm, of_findings
from .memory import Memory

OPEN, ALL = "open", "all"
SELDOM = timedelta(hours=1)
# Their time grows with the archive, or with the folder of files.
LONG = frozenset(
    {
        "conservation", "reports_whole", "reads_logged", "administration_whole", "scans_read",
        "files_there", "files_whole", "files_have_keys", "files_referred",
    }
)  # fmt: skip


@dataclass(slots=True)
class Look:
    """What a round saw: what is wrong, and how much was looked at."""

    alarms: list[Alarm] = field(default_factory=list)
    referrals: int = 0


def look(*, memory: Memory, now: datetime, seconds: float, elapsed: Callable[[], float]) -> Look:
    """Look, for about so many seconds at the referrals; `elapsed` says how many have passed."""
    seen = Look()
    _again(memory, seen)
    for number, (name, rows) in enumerate(_laps().items(), start=1):
        _lap(name, rows, memory, seen, now, partial(_time_left, elapsed, seconds * number / 2))
    for name in DATABASE_CHECKS:
        seen.alarms += _of_check(name, memory, now)
    return seen


def _time_left(elapsed: Callable[[], float], seconds: float) -> bool:
    return elapsed() < seconds


def _laps() -> dict[str, QuerySet[Referral]]:
    still = [ReferralState.DRAFT, ReferralState.SIGNED, ReferralState.SENT]
    return {OPEN: Referral.objects.filter(state__in=still), ALL: Referral.objects.all()}


def _again(memory: Memory, seen: Look) -> None:
    codes = sorted({alarm.subject for alarm in memory.alarms if alarm.name in REFERRAL_CHECKS})
    known = [parse_id(alarm.subject) for alarm in memory.alarms if alarm.name == UNREADABLE]
    ids = [one for one in known if one is not None]
    for start in range(0, len(codes), CHUNK):
        some = Referral.objects.filter(code__in=codes[start : start + CHUNK])
        ids += some.order_by("id").values_list("id", flat=True)
    for start in range(0, len(ids), CHUNK):
        _chunk(ids[start : start + CHUNK], seen)


def _lap(
    name: str,
    rows: QuerySet[Referral],
    memory: Memory,
    seen: Look,
    now: datetime,
    time_left: Callable[[], bool],
) -> None:
    """Go on with one lap: at least one chunk, so that it always gets on; at its end it begins anew next round."""
    for ids in chunks_of(rows, after=memory.reached.get(name)):
        _chunk(ids, seen)
        memory.reached[name] = ids[-1]
        if not time_left():
            return
    memory.reached[name] = None
    memory.lap_ended[name] = now


def _chunk(ids: Sequence[UUID], seen: Look) -> None:
    """Look at these; one that is so damaged that it cannot even be read is found by looking at each alone."""
    try:
        seen.alarms += of_findings(of_referrals(ids))
    except Error:
        raise
    except Exception as error:
        if len(ids) > 1:
            for one in ids:
                _chunk([one], seen)
            return
        seen.alarms.append(Alarm(UNREADABLE, str(ids[0]), type(error).__name__))
    seen.referrals += len(ids)


def _of_check(name: str, memory: Memory, now: datetime) -> list[Alarm]:
    """What it finds; one that takes long rests for an hour when it has found nothing."""
    before = memory.checked_at.get(name)
    former = [alarm for alarm in memory.alarms if alarm.name == name]
    # A clock that was set back must not put it off.
    if name in LONG and not former and before is not None and before <= now < before + SELDOM:
        return []
    try:
        findings = of_database(name, now=now)
    except Error:
        raise
    except Exception as error:  # the storage of files does not answer, or a row cannot be understood
        return [*former, Alarm(UNREADABLE, name, type(error).__name__)]
    memory.checked_at[name] = now
    return of_findings(findings)
