"""One referral as the invariants look at it, read after every act: with queries whose SQL is made once.

What `remissvakt check` reads is read its own way, after every so many acts.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from remissvakt.assurance.view import SAME_NAME, View
from remissvakt.database.prepared import Prepared
from remissvakt.documents.models import Document
from remissvakt.patients.models import KnownPatient
from remissvakt.referrals.loop import load
from remissvakt.referrals.models import Event, Participant, Referral, WorkItem


@Prepared
def _referral(*, referral_id: UUID) -> QuerySet[Any, Any]:
    return Referral.objects.filter(id=referral_id)


@Prepared
def _events(*, referral_id: UUID) -> QuerySet[Any, Any]:
    return Event.objects.filter(referral_id=referral_id).order_by("sequence")


@Prepared
def _items(*, referral_id: UUID) -> QuerySet[Any, Any]:
    return WorkItem.objects.filter(referral_id=referral_id)


@Prepared
def _documents(*, referral_id: UUID) -> QuerySet[Any, Any]:
    return Document.objects.select_related("code").filter(referral_id=referral_id)


@Prepared
def _participants(*, referral_id: UUID) -> QuerySet[Any, Any]:
    return Participant.objects.filter(referral_id=referral_id).values_list("unit_id", flat=True)


@Prepared
def _known(*, patient_id: UUID) -> QuerySet[Any, Any]:
    known = KnownPatient.objects.filter(patient_id=patient_id).annotate(right=SAME_NAME)
    return known.values_list("unit_id", "right")


def view_of(referral_id: UUID) -> View:
    loop = load(_referral(referral_id=referral_id))[referral_id]
    return View(
        loop=loop,
        facts=loop.facts(),
        events=list(_events(referral_id=referral_id)),
        items=list(_items(referral_id=referral_id)),
        documents=list(_documents(referral_id=referral_id)),
        participants=set(_participants(referral_id=referral_id)),
        known=dict(_known(patient_id=loop.referral.patient_id)),
    )
