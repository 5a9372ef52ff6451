"""One round of the watchdog: look, compare with the round before, and tell what is new and what is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from django.db import Error
from django.utils.translation import gettext as _

from remissvakt.core.formats import format_instant

from .alarms import LATE, UNREADABLE, Alarm, at_most, title
from .look import Look, look
from .mail import MailSettings, send_alarm
from .memory import Memory, remember
from .metric import write_metrics
from .signs import server_sign, worker_sign

# Alarms told one by one in the log in one round; the rest in one line.
LOGGED = 100
# A mail that cannot be sent waits with its lines, up to so many.
MOST_UNTOLD = 500
# So many rounds may be missed, by a machine that was busy, before it is said.
MISSED_ROUNDS = 3

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Watch:
    """What a round is to know: where it remembers and tells, whom it asks, and how much time it has."""

    remembers: Path
    metrics: Path | None
    mail: MailSettings
    server: str
    seconds: float
    every: timedelta


@dataclass(frozen=True, slots=True)
class Round:
    """How it went. `readable` is False when the database could not be read: then nothing is known of it."""

    alarms: tuple[Alarm, ...]
    begun: tuple[Alarm, ...]
    over: tuple[Alarm, ...]
    readable: bool
    referrals: int


def go_round(*, watch: Watch, memory: Memory, now: datetime, elapsed: Callable[[], float]) -> Round:
    """Look once and tell by log, metric and mail; `memory` is changed. Never raises for what is wrong with others."""
    late = list(_late(memory, now=now, every=watch.every))
    readable, seen = True, Look()
    try:
        seen = look(memory=memory, now=now, seconds=watch.seconds, elapsed=elapsed)
        seen.alarms += worker_sign(now=now)
    except Error as error:
        readable = False
        # What was wrong before is not over because it cannot be seen.
        kept = [alarm for alarm in memory.alarms if alarm.name not in (UNREADABLE, LATE)]
        seen.alarms = [*kept, Alarm(UNREADABLE, "database", type(error).__name__)]
    alarms = at_most([*seen.alarms, *server_sign(address=watch.server), *late])
    went = _compared(memory.alarms, alarms, readable=readable, referrals=seen.referrals)
    memory.alarms, memory.last_round = alarms, now
    if readable:
        memory.last_success = now
    _log(went)
    _mail(went, memory=memory, settings=watch.mail, now=now)
    _keep(watch, memory=memory, referrals=seen.referrals, seconds=elapsed())
    return went


def _late(memory: Memory, *, now: datetime, every: timedelta) -> Iterable[Alarm]:
    """The watchdog itself was away; or the clock was set back, and nobody knows."""
    last = memory.last_success
    if last is not None and not timedelta(0) <= now - last <= every * MISSED_ROUNDS:
        yield Alarm(LATE, "", f"last success {last.isoformat(timespec='minutes')}")


def _compared(former: list[Alarm], alarms: list[Alarm], *, readable: bool, referrals: int) -> Round:
    before, present = {one.key for one in former}, {one.key for one in alarms}
    return Round(
        alarms=tuple(alarms),
        begun=tuple(one for one in alarms if one.key not in before),
        over=tuple(one for one in former if one.key not in present),
        readable=readable,
        referrals=referrals,
    )


def _log(went: Round) -> None:
    for one in went.begun[:LOGGED]:
        log.error("watchdog_alarm", alarm=one.name, subject=one.subject, text=one.text)
    if len(went.begun) > LOGGED:
        log.error("watchdog_alarm", more=len(went.begun) - LOGGED)
    for name, count in Counter(one.name for one in went.over).items():
        log.warning("watchdog_alarm_over", alarm=name, count=count)
    log.info("watchdog_round", alarms=len(went.alarms), referrals=went.referrals, readable=went.readable)


def _mail(went: Round, *, memory: Memory, settings: MailSettings, now: datetime) -> None:
    """One mail for all that is new in a round; one that could not be sent is tried again with the next round's."""
    if not settings.used:
        memory.untold = []
        return
    for heading, alarms in ((_("Nytt larm"), went.begun), (_("Larm över"), went.over)):
        for name, count in Counter(one.name for one in alarms).items():
            memory.untold.append(f"{format_instant(now)} {heading}: {title(name)} ({count})")
    if not memory.untold:
        return
    wrong = send_alarm(lines=memory.untold, still=len(went.alarms), settings=settings, now=now)
    if wrong:
        log.error("watchdog_mail_failed", error=wrong, lines=len(memory.untold))
        memory.untold = memory.untold[-MOST_UNTOLD:]
    else:
        memory.untold = []


def _keep(watch: Watch, *, memory: Memory, referrals: int, seconds: float) -> None:
    """A disk that is full must not silence the mail and the exit code."""
    try:
        if watch.metrics is not None:
            write_metrics(path=watch.metrics, memory=memory, referrals=referrals, seconds=seconds)
        remember(memory, path=watch.remembers)
    except OSError as error:
        log.error("watchdog_cannot_keep", error=type(error).__name__)
