"""Which referrals may a paper belong to? Proposed, or found by code, patient or unit; chosen by a person alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from remissvakt.audit.access import log_reads
from remissvakt.core.codes import parse_code
from remissvakt.core.refusal import Text
from remissvakt.documents.models import Document
from remissvakt.patients.search import find_patients
from remissvakt.referrals.models import Referral
from remissvakt.scanning.proposals import proposals, why_label
from remissvakt.web.acting import back_path
from remissvakt.web.frame import actor_of
from remissvakt.web.patients.referral_rows import ReferralRow, rows_of, visible_referrals
from remissvakt.web.registering.units import find_units

LIMIT = 25
PROPOSED = 6
CHOSEN = "remiss"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A referral that may be meant: where it is chosen, and for one that is proposed why."""

    row: ReferralRow
    url: str
    whys: tuple[Text, ...] = ()


def proposed(request: HttpRequest, document: Document) -> list[Candidate]:
    """Return the referrals that its sender, its days or its text speak for; their patients are logged as read."""
    actor = actor_of(request)
    with transaction.atomic():
        found = proposals(document=document, actor=actor, now=request.now, limit=PROPOSED)  # type: ignore[attr-defined]
        referrals = visible_referrals(actor).filter(id__in=[one.referral_id for one in found])
        rows = {row.id: row for row in rows_of(referrals, actor=actor)}
    return [
        Candidate(
            row=rows[one.referral_id],
            url=_choose(request, document.id, one.referral_id),
            whys=tuple(why_label(why) for why in one.whys),
        )
        for one in found
        if one.referral_id in rows
    ]


def candidates(request: HttpRequest, *, text: str, document_id: UUID) -> list[Candidate]:
    """Return referrals that the text finds, open ones first, and log that their patients were read."""
    actor = actor_of(request)
    found = _found(request, text)
    with transaction.atomic():
        rows = rows_of(found, actor=actor)
        log_found(request, rows)
    return [Candidate(row=row, url=_choose(request, document_id, row.id)) for row in rows]


def log_found(request: HttpRequest, rows: Sequence[ReferralRow]) -> None:
    """Log that the patients of these referrals were looked at, for a paper that may be theirs."""
    if rows:
        log_reads(
            actor=actor_of(request),
            patients=[(row.patient_id, row.id) for row in rows],
            action="link_paper",
            now=request.now,  # type: ignore[attr-defined]
        )


def _found(request: HttpRequest, text: str) -> list[Referral]:
    actor = actor_of(request)
    seen = visible_referrals(actor)
    code = parse_code(text)
    by_code = list(seen.filter(code=code)) if code else []
    if by_code:
        return by_code
    where = Q(patient__in=[row.id for row in find_patients(text=text, actor=actor)])
    units = [unit.id for unit in find_units(text=text, without=actor.unit_ids)]
    if units:
        where |= Q(referrer_unit__in=units) | Q(to_unit__in=units) | Q(cases__unit__in=units)
    # "sent" sorts last of the states: open referrals come before closed ones, then the newest.
    return list(seen.filter(where).distinct().order_by("-state", "-id")[:LIMIT])


def _choose(request: HttpRequest, document_id: UUID, referral_id: UUID) -> str:
    """The paper's page with this referral beside it."""
    back = back_path(request)
    query = {CHOSEN: str(referral_id), **({"tillbaka": back} if back else {})}
    return f"{reverse('paper', kwargs={'document_id': document_id})}?{urlencode(query)}"
