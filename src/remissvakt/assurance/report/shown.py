"""A report as it is read: one unit's or everybody's, its lines in words, and which days there are beside it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Text
from remissvakt.organisations.models import Unit
from remissvakt.referrals.states import CloseReason

from ..models import NightlyReport
from .counting import MESSAGES, RECEIVED, SENT

SECTIONS: dict[str, Text] = {
    SENT: _("Remisser, efter avsändare"),
    RECEIVED: _("Mottagna ärenden"),
    MESSAGES: _("Försändelser"),
}
CHANNELS: dict[str, Text] = {
    "written": _("skrivna här"),
    "arrived": _("ankomstregistrerade"),
    "own_request": _("egen vårdbegäran"),
    "import": _("införda från annat system"),
    "electronic": _("elektroniskt"),
    "forwarded": _("vidaresända hit"),
    "local": _("inom installationen"),
    "paper": _("papper"),
    "phone": _("telefon"),
}
MOVES: dict[str, Text] = {
    "created": _("beslutade"),
    "arrived": _("ankomna"),
    "imported": _("införda"),
    "reopened": _("öppnade igen"),
    "received": _("mottagna"),
    "queued": _("att skicka"),
    "sent": _("skickade"),
    "failed": _("misslyckade, omhändertas som arbete"),
    "voided": _("makulerade"),
    "answered": _("besvarade"),
    "rejected": _("avvisade"),
    "forwarded": _("vidaresända"),
    "cancelled": _("avbrutna"),
    CloseReason.FINAL_ACKNOWLEDGED: _("svaret vidimerat"),
    CloseReason.REJECTED_HANDLED: _("avslaget omhändertaget"),
    CloseReason.CANCELLED_HANDLED: _("avbrottet omhändertaget"),
    CloseReason.WITHDRAWN: _("återkallade"),
    CloseReason.RECEIVER_ENDED: _("avslutade av mottagaren"),
}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """`came` and `went`: (words, number)."""

    unit: str
    channel: Text
    opening: int
    came: tuple[tuple[Text, int], ...]
    went: tuple[tuple[Text, int], ...]
    closing: int
    even: bool
    changed_since: int


@dataclass(frozen=True, slots=True)
class ShownReport:
    """`unaccounted`: codes of referrals; `uneven` how many lines do not come out. `earlier`, `later`: other days."""

    report: NightlyReport
    sections: tuple[tuple[Text, tuple[ShownLine, ...]], ...]
    unaccounted: tuple[str, ...]
    uneven: int
    earlier: date | None
    later: date | None

    @property
    def good(self) -> bool:
        return not self.unaccounted and not self.uneven


def shown_report(*, day: date | None, units: Collection[UUID] | None) -> ShownReport | None:
    """The report of a day, or the last one; of these units, or of all. None when there is none."""
    reports = NightlyReport.objects.order_by("-day")
    report = (reports.filter(day=day) if day else reports).first()
    if report is None:
        return None
    wanted = None if units is None else {str(unit_id) for unit_id in units}
    lines = [one for one in report.lines if wanted is None or one["unit"] in wanted]
    names = dict(
        Unit.objects.filter(id__in={one["unit"] for one in lines if one["unit"]}).values_list("id", "name")
    )
    named = {str(unit_id): name for unit_id, name in names.items()}
    sections = []
    for section, title in SECTIONS.items():
        of_section = tuple(_line(one, named) for one in lines if one["section"] == section)
        if of_section:
            by_name = sorted(of_section, key=lambda one: (one.unit, str(one.channel)))
            sections.append((title, tuple(by_name)))
    return ShownReport(
        report=report,
        sections=tuple(sections),
        unaccounted=tuple(code for _s, unit, code in report.unaccounted if wanted is None or unit in wanted),
        uneven=sum(1 for one in lines if not one["even"] or one["lost"]),
        earlier=reports.filter(day__lt=report.day).values_list("day", flat=True).first(),
        later=reports.filter(day__gt=report.day).values_list("day", flat=True).last(),
    )


def _line(one: dict[str, Any], named: dict[str, str]) -> ShownLine:
    return ShownLine(
        unit=named.get(one["unit"], ""),
        channel=CHANNELS.get(one["channel"], one["channel"]),
        opening=one["opening"],
        came=_moves(one["came"]),
        went=_moves(one["went"]),
        closing=one["closing"],
        even=one["even"] and not one["lost"],
        changed_since=one["changed_since"],
    )


def _moves(numbers: dict[str, int]) -> tuple[tuple[Text, int], ...]:
    """Each with its words; a clinician's coded reasons together."""
    by_clinician = _("avslutade av kliniker")
    counted: dict[Text, int] = {}
    for name in sorted(numbers, key=lambda name: (name not in MOVES, name)):
        words = MOVES.get(name, by_clinician)
        counted[words] = counted.get(words, 0) + numbers[name]
    return tuple(counted.items())
