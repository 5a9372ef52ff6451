"""One page of a list, ready to be read: a constant number of statements, whatever its size.

Every patient on the page leaves a row in the access log, in the same transaction and one statement (S1).
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
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
from remissvakt.database.inner import read_from
from remissvakt.database.prepared import Prepared
from remissvakt.delegation.queries import person_is_away
from remissvakt.documents.models import ScanPage
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.models import WorkItem
from remissvakt.referrals.states import Source

from .reasons import sentence
from .scope import Whose, anybody, items_of, with_turns
from .speech import Speech, speech_of

PAGE_SIZE = 50
# Which of the two markings a patient has: sekretessmarkering, skyddad folkbokföring, or both.
Protection = Literal["", "secrecy", "registration", "both"]
# Most overdue first, then priority, then age; the id makes the order whole. The table's index has the same.
ORDER = ("due_on", "priority_rank", "since_on", "id")
# What is read of an item, and the name by which it is read here.
_COLUMNS = {
    **{name: name for name in ("id", "key", "node", "unit_id", "person_id", "referral_id", "patient_id")},
    **{name: name for name in ("case_id", "reply_id", "delivery_id", "document_id", "letter_id")},
    **{name: name for name in ("due_on", "since_on", "reason", "params", "wants_person", "priority_label")},
    "certificate_id": "certificate_question_id",
    "certificate_type": "certificate_question__certificate_type",
    "unit": "unit__name",
    "other_unit": "other_unit__name",
    "given_name": "person__given_name",
    "family_name": "person__family_name",
    "code": "referral__code",
    "source": "referral__source",
    "number": "patient__number",
    "patient_given_name": "patient__given_name",
    "patient_family_name": "patient__family_name",
    "confidential": "patient__confidential",
    "protected_registration": "patient__protected_registration",
    "sender": "document__sender",
    "scanned_at": "document__scan__received_at",
    "away": "away",
    "sheets": "sheets",
}
_Item: Any = namedtuple("_Item", tuple(_COLUMNS))  # type: ignore[misc]  # made of the table above


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """One obligation as people read it on `today`. Ids say what it is about; never an address or a phone number."""

    id: UUID
    key: str
    node: str
    why: str
    params: Mapping[str, Any]
    today: date
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

    def __hash__(self) -> int:
        """Of the id alone, which is quick: a row as it looked before is seldom asked for with the one of now."""
        return hash(self.id)

    @property
    def reason(self) -> str:
        """Why it is there, in the active language."""
        return sentence(
            why=self.why, params=self.params, since_on=self.since_on, due_on=self.due_on, today=self.today
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """`total` counts all pages. `newest` names the list as it was read, for `count_new`."""

    rows: tuple[WorkRow, ...]
    number: int
    pages: int
    total: int
    newest: str


def read_page(
    items: Callable[[], QuerySet[WorkItem]],
    *,
    number: int,
    actor: Actor,
    now: datetime,
    today: date,
    size: int = PAGE_SIZE,
    action: str = "read_list",
    whole: tuple[str, Whose] | None = None,
    size_known: tuple[int, str] | None = None,
) -> ListPage:
    """Return page `number` (from 1; the last one if there are fewer) of a list, and log its patients as read.

    `items` gives the list. `whole` names it, if it is all of it: its first page has its SQL ready, and needs no other.
    `size_known` is how many they are and the latest id among them, where that has been read already.
    """
    listed = cache(items)
    with transaction.atomic():
        total, last_id = _size(listed()) if size_known is None else size_known
        pages = max(-(-total // size), 1)
        number = min(max(number, 1), pages)
        unit_id = actor.plain_unit_id
        if whole is not None and unit_id is not None and number == 1 and size == PAGE_SIZE:
            chosen = _FIRST_PAGE.tuples(*whole, unit_id=unit_id, person_id=actor.person_id, today=today)
        else:
            chosen = list(_select(listed(), today=today)[(number - 1) * size : number * size])
        rows = _rows(chosen, actor=actor, now=now, today=today)
        log_rows(rows, actor=actor, now=now, action=action)
    return ListPage(rows=rows, number=number, pages=pages, total=total, newest=f"{total}.{last_id}")


def read_rows(
    items: QuerySet[WorkItem], *, ids: Iterable[UUID], actor: Actor, now: datetime, today: date, action: str
) -> tuple[WorkRow, ...]:
    """Return chosen rows of a list, in its order; those that are no longer there are left out."""
    with transaction.atomic():
        chosen = list(_select(items.filter(id__in=list(ids)), today=today))
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


def _select(items: QuerySet[WorkItem], *, today: date) -> QuerySet[WorkItem, Any]:
    away = ExpressionWrapper(person_is_away(today=today), output_field=BooleanField())
    sheets = (
        ScanPage.objects.filter(document=OuterRef("document"), separator=False)
        .order_by()
        .values("document")
        .annotate(n=Count("*"))
    )
    counted = items.annotate(away=away, sheets=Coalesce(Subquery(sheets.values("n")), 0))
    return counted.values_list(*_COLUMNS.values()).order_by(*_order(items))


def _first_page(
    name: str, whose: Whose, *, unit_id: UUID, person_id: UUID, today: date
) -> QuerySet[WorkItem, Any]:
    actor = anybody(unit_id=unit_id, person_id=person_id)
    items = items_of(name=name, whose=whose, actor=actor, today=today)
    columns = [field.attname for field in WorkItem._meta.concrete_fields]
    first = items.order_by(*_order(items)).values(*columns)[:PAGE_SIZE]
    return read_from(first, rows=_select(with_turns(WorkItem.objects.all(), name=name), today=today))


_FIRST_PAGE = Prepared(_first_page)


def _order(items: QuerySet[WorkItem]) -> tuple[str, ...]:
    """A list that has turns (`scope.items_of`) is ordered by them first."""
    return ("turn", *ORDER) if "turn" in items.query.annotations else ORDER


def _other_side(item: Any) -> str:
    """The other unit; for a certificate its type, and for what no unit sent the patient's own request."""
    if item.other_unit is not None:
        return str(item.other_unit)
    if item.certificate_type is not None:
        return str(item.certificate_type)
    if item.source == Source.OWN_REQUEST:
        return _("Egen vårdbegäran")
    return _("Till patienten") if item.letter_id is not None else ""


def protection_of(patient: Any) -> Protection:
    """Of a patient, or an item that has its two markings; no patient has none."""
    if patient is None:
        return ""
    if patient.confidential and patient.protected_registration:
        return "both"
    if patient.confidential:
        return "secrecy"
    return "registration" if patient.protected_registration else ""


def _before(item: dict[str, Any]) -> Q:
    """What stands before an item in the order of lists."""
    where, same = Q(), Q()
    for name in item:
        where |= same & Q(**{f"{name}__lt": item[name]})
        same &= Q(**{name: item[name]})
    return where


def _rows(
    chosen: Iterable[tuple[Any, ...]], *, actor: Actor, now: datetime, today: date
) -> tuple[WorkRow, ...]:
    items: list[Any] = list(map(_Item._make, chosen))
    speech = speech_of(items, now=now)
    return tuple([_row(item, actor=actor, today=today, speech=speech.get(item.id)) for item in items])


def _row(item: Any, *, actor: Actor, today: date, speech: Speech | None) -> WorkRow:
    person = "" if item.person_id is None else f"{item.given_name} {item.family_name}"
    patient = "" if item.patient_id is None else f"{item.patient_given_name} {item.patient_family_name}"
    return WorkRow(
        id=item.id,
        key=item.key,
        node=item.node,
        why=item.reason,
        params=item.params,
        today=today,
        due_on=item.due_on,
        since_on=item.since_on,
        patient_id=item.patient_id,
        number=item.number or "",
        name=patient or item.sender or "",
        protected=protection_of(item),
        other_unit=_other_side(item),
        priority=item.priority_label,
        person_id=item.person_id,
        person=person,
        person_away=item.away,
        wants_person=item.wants_person,
        lent_from=person if item.person_id and item.person_id != actor.person_id else "",
        unit_id=item.unit_id,
        unit=item.unit,
        referral_id=item.referral_id,
        referral_code=item.code or "",
        case_id=item.case_id,
        delivery_id=item.delivery_id,
        document_id=item.document_id,
        certificate_id=item.certificate_id,
        speech=speech,
        sheets=item.sheets,
        scanned_at=item.scanned_at,
    )
