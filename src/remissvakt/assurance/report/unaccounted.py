"""Which referral is open by its row and ended by its events, or the other way round, or not begun at all?

The other side of the report: current state, one referral at a time.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from remissvakt.referrals.models import Case, Event, Referral
from remissvakt.referrals.states import OPEN_CASE_STATES, ReferralState

from ..checks import still
from .counting import BEGUN, ENDS, RECEIVED, SENT

_OPEN = [ReferralState.DRAFT, ReferralState.SIGNED, ReferralState.SENT]
# A damage larger than this is one damage; the number is told, and the first ones are named.
MOST = 1000


def unaccounted() -> list[tuple[str, str, str]]:
    """(section, unit's id or "", referral's code) of each; looked at twice, so that nothing half-seen is told of."""
    if next(_found(), None) is None:
        return []
    with still():
        return sorted(_found())[:MOST]


def _found() -> Iterator[tuple[str, str, str]]:
    for unit_id, code in _referrals().values_list("referrer_unit", "code").iterator():
        yield SENT, str(unit_id or ""), code
    for unit_id, code in _cases().values_list("unit", "referral__code").iterator():
        yield RECEIVED, str(unit_id), code


def _referrals() -> QuerySet[Referral]:
    events = Event.objects.filter(referral=OuterRef("id"))
    last = events.filter(kind__in=ENDS).order_by("-sequence").values("kind")[:1]
    begun = events.filter(sequence=1, kind__in=BEGUN)
    # Never NULL: what is compared with NULL is neither found nor missed.
    rows = Referral.objects.annotate(last=Coalesce(Subquery(last), Value("")))
    ended = ~Q(state=ReferralState.CLOSED, close_reason="")
    agree = (
        (Q(state__in=_OPEN) & Q(last__in=["", "reopened"]))
        | (Q(state=ReferralState.CLOSED, last="closed") & ended)
        | Q(state=ReferralState.VOIDED, last="voided")
    )
    return rows.filter(~Exists(begun) | ~agree)


def _cases() -> QuerySet[Case]:
    is_open = Q(state__in=OPEN_CASE_STATES)
    agree = (is_open & Q(ended_at=None)) | (~is_open & Q(ended_at__isnull=False))
    return Case.objects.filter(~agree)
