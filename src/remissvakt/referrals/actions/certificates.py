"""What Webcert reports on a certificate becomes work for its issuer, and is handled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.once import whole
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Stale
from remissvakt.organisations.actors import Actor

from ..limits_lock import share_limits
from ..models import CertificateQuestion
from ..record import record_certificate
from ..rules.who import require_care_role
from ..states import Node

TOTALS = (
    "received_total",
    "received_unanswered",
    "received_answered",
    "received_handled",
    "sent_total",
    "sent_unanswered",
    "sent_answered",
    "sent_handled",
)
_HANDLED = ("handled_at", "handled_by_id")


def report_certificate(
    *,
    certificate_id: str,
    certificate_type: str,
    patient_id: UUID,
    unit_id: UUID,
    issuer_id: UUID | None,
    subject: str,
    event_code: str,
    answer_by: date | None,
    totals: Mapping[str, int],
    reported_at: datetime,
    now: datetime,
) -> CertificateQuestion:
    """Keep the latest report of a certificate; open questions make work, none closes it.

    An older report than the one that is kept changes nothing (messages may come out of order). Webcert's instants are
    whole seconds (TimeStampType): of two from the same second the later to come holds, unless it knows of fewer open
    questions; the same report again changes nothing.
    """
    values = {
        "certificate_type": certificate_type,
        "patient_id": patient_id,
        "unit_id": unit_id,
        "issuer_id": issuer_id,
        "subject": subject,
        "event_code": event_code,
        "answer_by": answer_by,
        "reported_at": reported_at,
        **dict.fromkeys(_HANDLED),
        **{name: int(totals.get(name, 0)) for name in TOTALS},
    }
    try:
        return _keep(certificate_id, values, now)
    except IntegrityError:
        # Two first reports at the same instant: the other one is kept now, and this one is compared with it.
        return _keep(certificate_id, values, now)


def _keep(certificate_id: str, values: dict[str, Any], now: datetime) -> CertificateQuestion:
    with transaction.atomic(durable=True):
        share_limits()
        row = CertificateQuestion.objects.select_for_update().filter(certificate_id=certificate_id).first()
        if row is not None and not _is_news(row, values):
            return row
        if row is None:
            row = CertificateQuestion(id=new_id(now=now), certificate_id=certificate_id, **values)
            row.save(force_insert=True)
        else:
            for name, value in values.items():
                setattr(row, name, value)
            row.version += 1
            row.save(update_fields=[*(name.removesuffix("_id") for name in values), "version"])
        record_certificate(row)
    return row


def _is_news(kept: CertificateQuestion, values: Mapping[str, Any]) -> bool:
    if kept.reported_at != values["reported_at"]:
        return kept.reported_at < values["reported_at"]
    same = all(getattr(kept, name) == value for name, value in values.items() if name not in _HANDLED)
    return not same and kept.received_unanswered <= values["received_unanswered"]


def handle_certificate(
    *, certificate_question_id: UUID, version: int, actor: Actor, now: datetime
) -> CertificateQuestion:
    """It has been handled in Webcert; the next report opens it again if something new has come."""
    require_care_role(actor.role)
    with whole():
        row = (
            CertificateQuestion.objects.select_for_update()
            .filter(id=certificate_question_id, unit_id__in=actor.units_for(Node.CERTIFICATE))
            .first()
        )
        if row is None:
            raise NotFound
        if row.handled_at is not None and row.handled_by is not None:
            raise Stale(who=row.handled_by.name, what=_("markerade som hanterad"), when=row.handled_at)
        if row.version != version:
            raise Stale()
        row.handled_at, row.handled_by_id, row.version = now, actor.person_id, row.version + 1
        row.save(update_fields=["handled_at", "handled_by", "version"])
        record_certificate(row)
    return row
