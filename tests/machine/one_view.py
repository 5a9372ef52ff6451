"""One referral as the invariants look at it, read after every act: with queries whose SQL is made once.

What `remissvakt check` reads is read its own way, after every so many acts.
"""

from __future__ import annotations

from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from remissvakt.assurance.view import SAME_NAME, View
from remissvakt.database.prepared import Prepared
from remissvakt.database.together import Together
from remissvakt.documents.models import Document
from remissvakt.patients.models import KnownPatient
from remissvakt.referrals.loop import load
from remissvakt.referrals.models import Event, Participant, Referral, WorkItem


@Prepared
def _referral(*, referral_id: UUID) -> QuerySet[Any, Any]:
    return Referral.objects.filter(id=referral_id)


@Together
def _rows(*, referral_id: UUID) -> dict[str, QuerySet[Any, Any]]:
    return {
        "events": Event.objects.filter(referral_id=referral_id),
        "items": WorkItem.objects.filter(referral_id=referral_id),
        "documents": Document.objects.select_related("code").filter(referral_id=referral_id),
    }


@Prepared
def _participants(*, referral_id: UUID) -> QuerySet[Any, Any]:
    return Participant.objects.filter(referral_id=referral_id).values_list("unit_id")


@Prepared
def _known(*, patient_id: UUID) -> QuerySet[Any, Any]:
    known = KnownPatient.objects.filter(patient_id=patient_id).annotate(right=SAME_NAME)
    return known.values_list("unit_id", "right")


def view_of(referral_id: UUID) -> View:
    loop = load(_referral(referral_id=referral_id))[referral_id]
    rows = _rows(referral_id=referral_id)
    return View(
        loop=loop,
        facts=loop.facts(),
        events=sorted(rows["events"], key=attrgetter("sequence")),
        items=rows["items"],
        documents=rows["documents"],
        participants={unit for (unit,) in _participants.tuples(referral_id=referral_id)},
        known=dict(_known.tuples(patient_id=loop.referral.patient_id)),
    )
