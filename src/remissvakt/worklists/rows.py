"""One page of a list, ready to be read: a constant number of statements, whatever its size.

Every patient on the page leaves a row in the access log, in the same transaction and one statement (S1).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.db.models import (
    BooleanField,
    CharField,
    Count,
    ExpressionWrapper,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from remissvakt.audit.access import log_reads
from remissvakt.delegation.queries import person_is_away
from remissvakt.documents.models import ScanPage
from remissvakt.organisations.actors import Actor
from remissvakt.patients.models import Patient
from remissvakt.referrals.models import WorkItem
from remissvakt.referrals.states import Source

from .reasons import sentence
from .speech import Speech, speech_of

PAGE_SIZE = 50
# Which of the two markings a patient has: sekretessmarkering, skyddad folkbokföring, or both.
Protection = Literal["", "secrecy", "registration", "both"]
# Most overdue first, then priority, then age; the id makes the order whole. The table's index has the same.
ORDER = ("due_on", "priority_rank", "since_on", "id")
_RELATED = ("patient", "other_unit", "person", "unit", "referral", "document__scan", "certificate_question")
_COLUMNS = (
    "id", "key", "node", "due_on", "since_on", "reason", "params", "wants_person",
    "priority_rank", "priority_label", "case_id", "reply_id", "delivery_id", "question_id", "letter_id", "letter_id",
    "patient__number", "patient__given_name", "patient__family_name",
    "patient__confidential", "patient__protected_registration",
    "other_unit__name", "other_unit__local", "person__given_name", "person__family_name", "unit__name",
    "referral__code", "referral__source", "document__sender",
    "document__scan__received_at", "certificate_question__certificate_type",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """One obligation as people read it. Ids say what it is about; never an address or a phone number."""

    id: UUID
    key: str
    node: str
    reason: str
    why: str
    due_on: date
    since_on: date
    patient_id: UUID | None
    number: str
    name: str
    protected: Protection
    other_unit: str
    priority: str
    person_id: UUID | None
    person: str
    person_away: bool
    wants_person: bool
    lent_from: str
    unit_id: UUID
    unit: str
    referral_id: UUID | None
    referral_code: str
    case_id: UUID | None
    delivery_id: UUID | None
    document_id: UUID | None
    certificate_id: UUID | None
    speech: Speech | None
    # Of a scanned paper: how many pages it has, and when they came.
    sheets: int = 0
    scanned_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """`total` counts all pages. `newest` names the list as it was read, for `count_new`."""

    rows: tuple[WorkRow, ...]
    number: int
    pages: int
    total: int
    newest: str


def read_page(
    items: QuerySet[WorkItem],
    *,
    number: int,
    actor: Actor,
    now: datetime,
    today: date,
    size: int = PAGE_SIZE,
    action: str = "read_list",
) -> ListPage:
    """Return page `number` (from 1; the last one if there are fewer) of a list, and log its patients as read."""
    with transaction.atomic():
        total, last_id = _size(items)
        pages = max(-(-total // size), 1)
        number = min(max(number, 1), pages)
        chosen = _select(items, actor=actor, today=today)[(number - 1) * size : number * size]
        rows = _rows(chosen, actor=actor, now=now, today=today)
        log_rows(rows, actor=actor, now=now, action=action)
    return ListPage(rows=rows, number=number, pages=pages, total=total, newest=f"{total}.{last_id}")


def read_rows(
    items: QuerySet[WorkItem], *, ids: Iterable[UUID], actor: Actor, now: datetime, today: date, action: str
) -> tuple[WorkRow, ...]:
    """Return chosen rows of a list, in its order; those that are no longer there are left out."""
    with transaction.atomic():
        chosen = _select(items.filter(id__in=list(ids)), actor=actor, today=today)
        rows = _rows(chosen, actor=actor, now=now, today=today)
        log_rows(rows, actor=actor, now=now, action=action)
    return rows


def log_rows(rows: Iterable[WorkRow], *, actor: Actor, now: datetime, action: str) -> None:
    """Log the patients of some rows as read."""
    patients = [(row.patient_id, row.referral_id) for row in rows if row.patient_id]
    if patients:
        log_reads(actor=actor, patients=patients, action=action, now=now)


def page_of(items: QuerySet[WorkItem], *, item_id: UUID, size: int = PAGE_SIZE) -> int | None:
    """Return the number of the page that an item stands on, or None if the list does not hold it."""
    item = items.filter(id=item_id).values(*_order(items)).first()
    return None if item is None else items.filter(_before(item)).count() // size + 1


def neighbour(items: QuerySet[WorkItem], *, item_id: UUID) -> UUID | None:
    """Return the item to go to when this one is done: the one after it, else the one before, else None."""
    order = _order(items)
    item = items.filter(id=item_id).values(*order).first()
    if item is None:
        return None
    after = items.filter(~_before(item), ~Q(id=item_id)).order_by(*order).values_list("id", flat=True)
    before = (
        items.filter(_before(item)).order_by(*(f"-{name}" for name in order)).values_list("id", flat=True)
    )
    return after.first() or before.first()


def count_new(items: QuerySet[WorkItem], *, newest: str) -> int:
    """Return how many rows have come since the list was read as `newest` (ListPage); 0 for a forged one.

    New rows have later ids. One that came by another way, such as being lent, shows by the total alone.
    """
    total_then, _dot, last_id = newest.partition(".")
    if not total_then.isdecimal() or len(total_then) > 9:
        return 0
    try:
        came = items.filter(id__gt=UUID(last_id)) if last_id else items
    except ValueError:
        return 0
    return max(came.count(), items.count() - int(total_then), 0)


def _size(items: QuerySet[WorkItem]) -> tuple[int, str]:
    # PostgreSQL has no greatest uuid; as text the order is the same on both engines.
    found = items.order_by().aggregate(total=Count("id"), last=Max(Cast("id", CharField(max_length=36))))
    return found["total"], UUID(found["last"]).hex if found["last"] else ""


def _select(items: QuerySet[WorkItem], *, actor: Actor, today: date) -> QuerySet[WorkItem]:
    away = ExpressionWrapper(person_is_away(today=today), output_field=BooleanField())
    sheets = (
        ScanPage.objects.filter(document=OuterRef("document"), separator=False)
        .order_by()
        .values("document")
        .annotate(n=Count("*"))
    )
    counted = items.annotate(away=away, sheets=Coalesce(Subquery(sheets.values("n")), 0))
    return counted.select_related(*_RELATED).only(*_COLUMNS).order_by(*_order(items))


def _order(items: QuerySet[WorkItem]) -> tuple[str, ...]:
    """A list that has turns (`scope.items_of`) is ordered by them first."""
    return ("turn", *ORDER) if "turn" in items.query.annotations else ORDER


def _other_side(item: WorkItem) -> str:
    """The other unit; for a certificate its type, and for what no unit sent the patient's own request."""
    if item.other_unit is not None:
        return item.other_unit.name
    if item.certificate_question is not None:
        return item.certificate_question.certificate_type
    own = item.referral is not None and item.referral.source == Source.OWN_REQUEST
    if own:
        return _("Egen vårdbegäran")
    return _("Till patienten") if item.letter_id is not None else ""


def _protection(patient: Patient | None) -> Protection:
    if patient is None or not patient.protected:
        return ""
    if patient.confidential and patient.protected_registration:
        return "both"
    return "secrecy" if patient.confidential else "registration"


def _before(item: dict[str, Any]) -> Q:
    """What stands before an item in the order of lists."""
    where, same = Q(), Q()
    for name in item:
        where |= same & Q(**{f"{name}__lt": item[name]})
        same &= Q(**{name: item[name]})
    return where


def _rows(chosen: QuerySet[WorkItem], *, actor: Actor, now: datetime, today: date) -> tuple[WorkRow, ...]:
    items = list(chosen)
    speech = speech_of(items, now=now)
    return tuple(_row(item, actor=actor, today=today, speech=speech.get(item.id)) for item in items)


def _row(item: WorkItem, *, actor: Actor, today: date, speech: Speech | None) -> WorkRow:
    patient, document = item.patient, item.document
    person = item.person.name if item.person else ""
    return WorkRow(
        id=item.id,
        key=item.key,
        node=item.node,
        reason=sentence(
            why=item.reason, params=item.params, since_on=item.since_on, due_on=item.due_on, today=today
        ),
        why=item.reason,
        due_on=item.due_on,
        since_on=item.since_on,
        patient_id=item.patient_id,
        number=patient.number if patient else "",
        name=patient.name if patient else (document.sender if document else ""),
        protected=_protection(patient),
        other_unit=_other_side(item),
        priority=item.priority_label,
        person_id=item.person_id,
        person=person,
        person_away=item.away,  # type: ignore[attr-defined]
        wants_person=item.wants_person,
        lent_from=person if item.person_id and item.person_id != actor.person_id else "",
        unit_id=item.unit_id,
        unit=item.unit.name,
        referral_id=item.referral_id,
        referral_code=item.referral.code if item.referral else "",
        case_id=item.case_id,
        delivery_id=item.delivery_id,
        document_id=item.document_id,
        certificate_id=item.certificate_question_id,
        speech=speech,
        sheets=item.sheets,  # type: ignore[attr-defined]
        scanned_at=document.scan.received_at if document and document.scan else None,
    )
