"""10. Every read of a patient's data left a row that says who, where, in which role, why and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from remissvakt.audit.models import AccessLog
from remissvakt.organisations.models import Assignment
from remissvakt.patients.models import Patient
from remissvakt.referrals.models import Referral


def reads_logged(now: datetime) -> Iterator[tuple[str, str]]:
    """No row of the access log may be incomplete, in the future, or about what does not exist."""
    rows = AccessLog.objects.all()
    blank = Q(person_name="") | Q(unit_name="") | Q(role="") | Q(purpose="") | Q(action="")
    yield from _each(rows.filter(blank), _("läsning loggad utan vem, var, roll, syfte eller vad"))
    yield from _each(rows.filter(at__gt=now + timedelta(minutes=5)), _("läsning loggad i framtiden"))
    yield from _each(rows.exclude(patient_id__in=Patient.objects.values("id")), _("läsning av okänd patient"))
    mine = Assignment.objects.filter(id=OuterRef("assignment_id"))
    other = rows.annotate(
        its_person=Subquery(mine.values("person")[:1]), its_unit=Subquery(mine.values("unit")[:1])
    )
    other = other.exclude(its_person=F("person_id"), its_unit=F("unit_id"))
    yield from _each(other, _("läsning loggad på ett uppdrag som inte är personens"))
    about = rows.filter(referral_id__isnull=False).annotate(
        its=Subquery(Referral.objects.filter(id=OuterRef("referral_id")).values("patient")[:1])
    )
    yield from _each(about.exclude(its=F("patient_id")), _("läsning av en remiss som är en annan patients"))


def _each(rows: object, text: str) -> Iterator[tuple[str, str]]:
    for key in rows.values_list("id", flat=True)[:1000]:  # type: ignore[attr-defined]
        yield str(key), text
