"""3. Per unit and channel: what was created or received is open, or ended with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from remissvakt.referrals.models import Case, Delivery, Event, Referral
from remissvakt.referrals.states import OPEN_CASE_STATES, DeliveryState

_BEGUN = ("decided", "arrived", "imported")


def conservation(now: datetime) -> Iterator[tuple[str, str]]:
    """Counts of referrals by sending unit, of cases by receiving unit, and of messages by channel."""
    yield from _referrals()
    yield from _cases()
    yield from _messages()


def _referrals() -> Iterator[tuple[str, str]]:
    begun = {
        row["whose"]: row["n"]
        for row in Event.objects.filter(sequence=1, kind__in=_BEGUN)
        .values(whose=F("referral__referrer_unit"))
        .annotate(n=Count("id"))
    }
    ended = Q(state="closed", closed_at__isnull=False) & ~Q(close_reason="")
    voided = Q(state="voided", voided_at__isnull=False) & ~Q(void_reason="")
    counted = Referral.objects.values(whose=F("referrer_unit")).annotate(
        n=Count("id"), accounted=Count("id", filter=Q(state__in=["draft", "signed", "sent"]) | ended | voided)
    )
    for row in counted:
        if row["n"] != row["accounted"]:
            numbers = {"n": row["n"], "accounted": row["accounted"]}
            yield _unit(row), _("%(n)s remisser, men %(accounted)s öppna eller avslutade med orsak") % numbers
        if row["n"] != begun.pop(row["whose"], 0):
            yield _unit(row), _("antalet remisser är inte antalet beslutade, ankomna och införda")
    for unit in begun:
        yield str(unit), _("händelser om remisser som inte finns")


def _cases() -> Iterator[tuple[str, str]]:
    ended = ~Q(state__in=OPEN_CASE_STATES) & Q(ended_at__isnull=False)
    counted = Case.objects.values(whose=F("unit")).annotate(
        n=Count("id"), accounted=Count("id", filter=Q(state__in=OPEN_CASE_STATES) | ended)
    )
    for row in counted:
        if row["n"] != row["accounted"]:
            numbers = {"n": row["n"], "accounted": row["accounted"]}
            yield _unit(row), _("%(n)s ärenden, men %(accounted)s öppna eller avslutade") % numbers


def _messages() -> Iterator[tuple[str, str]]:
    waiting = Q(state=DeliveryState.QUEUED)
    gone = Q(state__in=[DeliveryState.SENT, DeliveryState.POSTED, DeliveryState.DELIVERED])
    gone &= Q(sent_at__isnull=False)
    failed = Q(state=DeliveryState.FAILED, failed_at__isnull=False)
    replaced = Q(state=DeliveryState.REPLACED, replaced_by__isnull=False)
    counted = Delivery.objects.values("channel", whose=F("from_unit")).annotate(
        n=Count("id"), accounted=Count("id", filter=waiting | gone | failed | replaced)
    )
    for row in counted:
        if row["n"] != row["accounted"]:
            numbers = {"n": row["n"], "accounted": row["accounted"], "channel": row["channel"]}
            yield (
                _unit(row),
                _("%(n)s försändelser på kanalen %(channel)s, men %(accounted)s i ett känt läge") % numbers,
            )


def _unit(row: Mapping[str, Any]) -> str:
    return str(row["whose"] or "egen vårdbegäran")
