"""How often may a login fail? Five times a name and thirty times an address in a quarter of an hour.

Nobody can lock out a colleague for good by failing on purpose: a browser in which the name has logged in
before keeps a signed cookie, and counts for itself. What is kept are keyed hashes, no names and no addresses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from remissvakt.core.formats import format_time
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import Refusal
from remissvakt.organisations.models import LoginAttempt

WINDOW = timedelta(minutes=15)
PER_NAME, PER_ADDRESS = 5, 30
_KEPT = timedelta(days=1)
_TOO_MANY = _("För många inloggningar har misslyckats. Försök igen klockan %(at)s.")


@dataclass(frozen=True)
class Attempt:
    """One try at logging in, counted as failed until `succeeded`."""

    name_key: str
    row_ids: tuple[UUID, ...]


def name_hash(username: str) -> str:
    """Return what a name is known by in the cookie of a browser."""
    return _hash("name", username)


def begin_attempt(*, username: str, address: str, known_browser: bool, now: datetime) -> Attempt:
    """Count one try before the password is looked at. Raises Refusal "too_many_attempts", which is not counted.

    Counted first and checked after, so that many at the same moment cannot all slip in under the limit.
    """
    name_key = _hash("known browser", username) if known_browser else name_hash(username)
    limits = {name_key: PER_NAME}
    if not known_browser:
        limits[_hash("address", address)] = PER_ADDRESS
    rows = [LoginAttempt(id=new_id(now=now), key=key, at=now) for key in limits]
    LoginAttempt.objects.bulk_create(rows)
    attempt = Attempt(name_key=name_key, row_ids=tuple(row.id for row in rows))
    recent = LoginAttempt.objects.filter(key__in=list(limits), at__gt=now - WINDOW).exclude(
        id__in=attempt.row_ids
    )
    times: dict[str, list[datetime]] = {key: [] for key in limits}
    for key, at in recent.order_by("-at").values_list("key", "at"):
        times[key].append(at)
    locked = [_open_again(times[key], limit) for key, limit in limits.items() if len(times[key]) >= limit]
    if locked:
        LoginAttempt.objects.filter(id__in=attempt.row_ids).delete()
        # To the next whole minute, so that the sentence is true when its minute comes.
        raise Refusal("too_many_attempts", _TOO_MANY, at=format_time(max(locked) + timedelta(seconds=59)))
    return attempt


def succeeded(attempt: Attempt, *, now: datetime) -> None:
    """Forget the failures of this name, this try, and what is so old that it counts no more."""
    LoginAttempt.objects.filter(key=attempt.name_key).delete()
    LoginAttempt.objects.filter(id__in=attempt.row_ids).delete()
    LoginAttempt.objects.filter(at__lt=now - _KEPT).delete()


def _open_again(times: Sequence[datetime], limit: int) -> datetime:
    """When fewer than `limit` of these failures (newest first) lie within the window."""
    return times[limit - 1] + WINDOW


def _hash(kind: str, value: str) -> str:
    return salted_hmac(f"remissvakt.login.{kind}", value, algorithm="sha256").hexdigest()
