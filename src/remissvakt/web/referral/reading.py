"""Days and waits, typed as people write them and read back in full."""

from __future__ import annotations

import re
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from remissvakt.core.formats import format_month
from remissvakt.core.periods import read_month
from remissvakt.core.refusal import Refusal
from remissvakt.core.typed import plain
from remissvakt.core.wait_proposals import propose_waits
from remissvakt.core.waits import Wait, WaitKind, describe_wait, read_wait

_BARE_NUMBER = re.compile(r"[0-9]{1,3}")
_WEEKS = re.compile(r"(?:om )?[0-9]{1,4} ?(?:v|veckor|vecka|weeks?)\.?")
_WEEK = re.compile(r"(?:v|vecka|week)\b.*|v[0-9].*|[0-9]{4}-?w[0-9]{1,2}")


def read_wait_as_typed(text: str, *, today: date) -> Wait:
    """The wait that a free text states: "8 veckor", "v 12", "mars 2027" or a day.

    A bare number could be weeks or a week, and is asked about: Refusal "wait_ambiguous"; otherwise raises
    what `core.waits.read_wait` raises.
    """
    typed = plain(text)
    if _BARE_NUMBER.fullmatch(typed):
        raise Refusal(
            "wait_ambiguous",
            _("Skriv ut vad talet betyder: 8 veckor, v 12, mars eller 3/4."),
        )
    return read_wait(kind=_kind(typed, today), value=text, today=today)


def _kind(typed: str, today: date) -> WaitKind:
    if _WEEKS.fullmatch(typed):
        return WaitKind.WEEKS
    if _WEEK.fullmatch(typed):
        return WaitKind.WEEK
    if read_month(typed, today=today) is not None:
        return WaitKind.MONTH
    return WaitKind.DATE


def stated_wait(*, kind: str, value: str, until: date | None) -> str:
    """A stored wait in words, or "" where none was stated."""
    return describe_wait(Wait(WaitKind(kind), value, until)) if kind and until else ""


def proposed_waits(text: str, *, today: date) -> list[tuple[str, str]]:
    """The waits that a text seems to state: as they would be typed, and as they stand there."""
    found = propose_waits(text=text, today=today)
    return [(as_typed(one.wait), one.quote.rstrip(" .,")) for one in found]


def as_typed(wait: Wait) -> str:
    """A wait as one would type it, so that the field reads it back as the same."""
    if wait.kind is WaitKind.WEEKS:
        return ngettext("%(n)s vecka", "%(n)s veckor", int(wait.value)) % {"n": wait.value}
    if wait.kind is WaitKind.WEEK:
        year, week, _weekday = wait.until.isocalendar()
        return f"v {week} {year}"
    return wait.value if wait.kind is WaitKind.DATE else str(format_month(wait.until))
