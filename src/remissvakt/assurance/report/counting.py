"""What a day brought and took, per unit and channel, counted from events and from dates.

What stands in the rows now is no part of these figures: unaccounted.py compares the two. Events never change, so the
same day counted again gives the same figures; a case that was opened again shows in `changed_since`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case as When_
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.fields.json import KeyTextTransform

from remissvakt.core.clock import start_of_local_day
from remissvakt.core.ids import first_id
from remissvakt.referrals.models import Case, Delivery, Event

SENT, RECEIVED, MESSAGES = "sent", "received", "messages"
BEGUN = {"decided": "created", "arrived": "arrived", "imported": "imported"}
ENDS = ("closed", "reopened", "voided")
Key = tuple[str, str, str]  # section, unit's id or "", channel


@dataclass(slots=True)
class Line:
    """One unit and channel: open when the day began, what came, what went by reason, open when it ended."""

    opening: int = 0
    came: dict[str, int] = field(default_factory=dict)
    went: dict[str, int] = field(default_factory=dict)
    closing: int = 0

    @property
    def even(self) -> bool:
        return self.opening + sum(self.came.values()) - sum(self.went.values()) == self.closing


def count(day: date) -> dict[Key, Line]:
    """Every line of a Swedish calendar day that is over."""
    begins, ends = start_of_local_day(day), start_of_local_day(day + timedelta(days=1))
    lines: defaultdict[Key, Line] = defaultdict(Line)
    _referrals(lines, begins, ends)
    _cases(lines, begins, ends)
    _messages(lines, begins, ends)
    return dict(lines)


_CHANNEL = When_(When(~Q(referral__import_key=""), then=Value("import")), default=F("referral__source"))
_WHOSE: dict[str, Any] = {"unit_is": F("referral__referrer_unit"), "channel_is": _CHANNEL}


def _referrals(lines: Mapping[Key, Line], begins: datetime, ends: datetime) -> None:
    for at, name in ((begins, "opening"), (ends, "closing")):
        for key, number in _grouped_by(SENT, _begun().filter(id__lt=first_id(at=at))):
            setattr(lines[key], name, getattr(lines[key], name) + number)
        for key, number in _grouped_by(SENT, _ended_at(at)):
            setattr(lines[key], name, getattr(lines[key], name) - number)
    today = Q(id__gte=first_id(at=begins), id__lt=first_id(at=ends))
    for key, number, kind in _grouped_by(SENT, _begun().filter(today), "kind"):
        _add(lines[key].came, BEGUN[kind], number)
    happened = Event.objects.filter(today, kind__in=ENDS).annotate(reason=KeyTextTransform("reason", "data"))
    for key, number, kind, reason in _grouped_by(SENT, happened, "kind", "reason"):
        if kind == "reopened":
            _add(lines[key].came, "reopened", number)
        else:
            _add(lines[key].went, reason if kind == "closed" else "voided", number)


def _begun() -> QuerySet[Event]:
    return Event.objects.filter(sequence=1, kind__in=BEGUN)


def _ended_at(at: datetime) -> QuerySet[Event]:
    """Of each referral that was ended at that moment, the event by which it was."""
    before = Event.objects.filter(id__lt=first_id(at=at), kind__in=ENDS)
    later = before.filter(referral=OuterRef("referral"), sequence__gt=OuterRef("sequence"))
    return before.filter(~Q(kind="reopened"), ~Exists(later))


def _cases(lines: Mapping[Key, Line], begins: datetime, ends: datetime) -> None:
    """From the dates of the cases; how they ended is the state that they ended in."""
    whose: dict[str, Any] = {"unit_is": F("unit"), "channel_is": _CASE_CHANNEL}
    cases = Case.objects.filter(unit__local=True)
    for at, name in ((begins, "opening"), (ends, "closing")):
        open_then = cases.filter(Q(ended_at=None) | Q(ended_at__gte=at), opened_at__lt=at)
        for key, number in _grouped_by(RECEIVED, open_then, whose=whose):
            setattr(lines[key], name, number)
    for key, number in _grouped_by(
        RECEIVED, cases.filter(opened_at__gte=begins, opened_at__lt=ends), whose=whose
    ):
        _add(lines[key].came, "received", number)
    gone = cases.filter(ended_at__gte=begins, ended_at__lt=ends)
    for key, number, state in _grouped_by(RECEIVED, gone, "state", whose=whose):
        _add(lines[key].went, state, number)


_CASE_CHANNEL = When_(
    When(~Q(import_key=""), then=Value("import")),
    When(came_from__isnull=False, then=Value("forwarded")),
    When(referral__source="written", then=Value("electronic")),
    default=F("referral__source"),
)


def _messages(lines: Mapping[Key, Line], begins: datetime, ends: datetime) -> None:
    """What was to leave, by the way that it was to go; it has gone when it is sent, posted or replaced."""
    whose: dict[str, Any] = {"unit_is": F("from_unit"), "channel_is": F("channel")}
    gone_at = {"sent": "sent_at", "failed": "failed_at"}
    for at, name in ((begins, "opening"), (ends, "closing")):
        waiting = Delivery.objects.filter(
            Q(sent_at=None) | Q(sent_at__gte=at), Q(failed_at=None) | Q(failed_at__gte=at), queued_at__lt=at
        )
        for key, number in _grouped_by(MESSAGES, waiting, whose=whose):
            setattr(lines[key], name, number)
    queued = Delivery.objects.filter(queued_at__gte=begins, queued_at__lt=ends)
    for key, number in _grouped_by(MESSAGES, queued, whose=whose):
        _add(lines[key].came, "queued", number)
    for word, column in gone_at.items():
        first = Q(**{f"{column}__gte": begins, f"{column}__lt": ends})
        if column == "failed_at":
            first &= Q(sent_at=None) | Q(sent_at__gt=F("failed_at"))
        else:
            first &= Q(failed_at=None) | Q(failed_at__gte=F("sent_at"))
        for key, number in _grouped_by(MESSAGES, Delivery.objects.filter(first), whose=whose):
            _add(lines[key].went, word, number)


def _grouped_by(
    section: str, rows: QuerySet[Any], *names: str, whose: Mapping[str, Any] = _WHOSE
) -> Iterator[tuple[Any, ...]]:
    """(key, how many, the values of `names`) for each unit, channel and value."""
    counted = rows.order_by().values(*names, **whose).annotate(number_of=Count("id"))
    for row in counted:
        yield (
            _key(section, row["unit_is"], row["channel_is"]),
            row["number_of"],
            *(row[name] for name in names),
        )


def _key(section: str, unit_id: UUID | None, channel: str) -> Key:
    return section, str(unit_id or ""), str(channel)


def _add(numbers: dict[str, int], name: str, number: int) -> None:
    numbers[name] = numbers.get(name, 0) + number
