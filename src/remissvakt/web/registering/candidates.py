"""Which referrals may a paper belong to? Found by code, patient or unit; chosen by a person, never by itself."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from remissvakt.audit.access import log_reads
from remissvakt.core.codes import parse_code
from remissvakt.patients.search import find_patients
from remissvakt.referrals.models import Referral
from remissvakt.web.acting import back_path
from remissvakt.web.frame import actor_of
from remissvakt.web.patients.referral_rows import ReferralRow, rows_of, visible_referrals

from .units import find_units

LIMIT = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A referral that may be meant; `reply_url` registers the paper as its reply, where one can be registered."""

    row: ReferralRow
    reply_url: str


def candidates(request: HttpRequest, *, text: str, document_id: UUID) -> list[Candidate]:
    """Return referrals that the text finds, open ones first, and log that their patients were read."""
    actor = actor_of(request)
    found = _found(request, text)
    with transaction.atomic():
        rows = rows_of(found, actor=actor)
        if rows:
            log_reads(
                actor=actor,
                patients=[(row.patient_id, row.id) for row in rows],
                action="link_paper",
                now=request.now,  # type: ignore[attr-defined]
            )
    return [
        Candidate(row=row, reply_url=_reply_url(request, row, document_id) if row.takes_reply else "")
        for row in rows
    ]


def _found(request: HttpRequest, text: str) -> list[Referral]:
    actor = actor_of(request)
    seen = visible_referrals(actor)
    code = parse_code(text)
    by_code = list(seen.filter(code=code)) if code else []
    if by_code:
        return by_code
    where = Q(patient__in=[row.id for row in find_patients(text=text, unit_ids=actor.unit_ids)])
    units = [unit.id for unit in find_units(text=text, without=actor.unit_ids)]
    if units:
        where |= Q(referrer_unit__in=units) | Q(to_unit__in=units) | Q(cases__unit__in=units)
    # "sent" sorts last of the states: open referrals come before closed ones, then the newest.
    return list(seen.filter(where).distinct().order_by("-state", "-id")[:LIMIT])


def _reply_url(request: HttpRequest, row: ReferralRow, document_id: UUID) -> str:
    act = reverse("act", kwargs={"referral_id": row.id, "action": "register_reply"})
    back = back_path(request)
    return f"{act}?{urlencode({'papper': str(document_id), **({'tillbaka': back} if back else {})})}"
