"""Whose eyes are a scan and its papers for? And the trace that reading them leaves.

A paper is its own unit's. One that is the referral itself, or a reply, is for everybody who may see the referral: what
came on paper is as much part of it as what was typed. A paper that nobody has linked is about nobody yet, as far as the
product knows, so there is no patient to log.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from remissvakt.audit.access import log_reads
from remissvakt.documents.models import Document, DocumentKind, Scan, ScanPage
from remissvakt.documents.sight import papers_of, scans_of
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.change import may_see
from remissvakt.referrals.models import Referral
from remissvakt.referrals.rules.who import CARE


def visible_documents(actor: Actor) -> QuerySet[Document]:
    """The papers that the actor may read; none for those who are no part of the care."""
    if actor.role not in CARE:
        return Document.objects.none()
    part_of_it = Q(kind=DocumentKind.REFERRAL) | Q(reply__isnull=False)
    seen = Referral.objects.filter(may_see(actor)).values("id")
    shared = part_of_it & Q(referral__in=seen)
    own = papers_of(actor)
    if actor.in_pool:
        own &= Q(referral__isnull=True) | Q(referral__in=seen)
    return Document.objects.filter(own | shared)


def visible_scans(actor: Actor) -> QuerySet[Scan]:
    """The scans that the actor may open as a whole: those of their own units, where papers of several patients lie."""
    if actor.role not in CARE:
        return Scan.objects.none()
    return Scan.objects.filter(scans_of(actor))


def visible_pages(actor: Actor) -> QuerySet[ScanPage]:
    """The pages that the actor may see: of the papers that they may read, and what lies loose in their own scans."""
    loose = Q(document__isnull=True, scan__in=visible_scans(actor).values("id"))
    return ScanPage.objects.filter(Q(document__in=visible_documents(actor).values("id")) | loose)


def log_papers_read(
    documents: Iterable[Document], *, actor: Actor, now: datetime, action: str = "read_paper"
) -> None:
    """Log the patients of linked papers, and of those that somebody has asked to link, as read.

    The documents need `referral` and `asked_referral` selected along. Within a transaction, as every read.
    """
    referrals = [one.referral or one.asked_referral for one in documents]
    pairs: list[UUID | tuple[UUID, UUID | None]] = [(one.patient_id, one.id) for one in referrals if one]
    if pairs:
        log_reads(actor=actor, patients=pairs, action=action, now=now)
