"""The one writer of events and work items.

`record` makes the timeline and the lists agree with the facts, in the transaction of the action:
either all of it is there, or none of it (invariant 5).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from remissvakt.core.canonical import canonical
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.core.workdays import add_working_days
from remissvakt.documents.models import Document, ScanState
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import Unit

from .bulk_insert import insert_rows
from .facts import Limits, ReferralFacts
from .loop import Loop, unit_facts
from .models import CertificateQuestion, Event, WorkItem
from .obligations import Due, Why, obligations
from .states import Node

_COMPARED = (
    "node",
    "unit_id",
    "person_id",
    "wants_person",
    "due_on",
    "since_on",
    "reason",
    "params",
    "priority_rank",
    "priority_label",
    "patient_id",
    "other_unit_id",
    "case_id",
    "reply_id",
    "delivery_id",
    "question_id",
    "letter_id",
    "document_id",
)


def chained_events(*, loop: Loop, actor: Actor, now: datetime) -> list[Event]:
    """The loop's drafted events as rows of its hash chain; moves the chain's end on the referral."""
    referral = loop.referral
    rows = []
    for draft in loop.events:
        row = Event(
            id=new_id(now=now),
            referral_id=referral.id,
            sequence=referral.event_count + 1,
            kind=draft.kind,
            side=draft.side,
            at=now,
            person_id=actor.person_id,
            person_name=actor.person_name,
            unit_id=actor.unit_id,
            role=actor.role,
            assignment_id=actor.assignment_id,
            data=plain(draft.data),
            previous_hash=referral.event_hash,
        )
        row.hash = event_hash(row)
        loop.set(referral, event_count=row.sequence, event_hash=row.hash)
        rows.append(row)
    return rows


def event_hash(row: Event) -> str:
    """SHA-256 over the event and the hash before it."""
    return hashlib.sha256(event_text(row).encode()).hexdigest()


def event_text(row: Event) -> str:
    """What the hash of an event is of."""
    content = [
        str(row.referral_id),
        row.sequence,
        row.kind,
        row.side,
        row.at.astimezone(UTC).isoformat(),
        str(row.person_id),
        row.person_name,
        str(row.unit_id),
        row.role,
        str(row.assignment_id),
        row.data,
        row.previous_hash,
    ]
    return canonical(content)


def plain(data: dict[str, Any]) -> dict[str, Any]:
    """Data as JSON holds it: dates in ISO form, ids as text."""
    return json.loads(json.dumps(data, default=str, ensure_ascii=False))


def wanted_items(facts: ReferralFacts) -> list[WorkItem]:
    """The work items that the facts ask for; not saved, without ids."""
    return [_item(facts, due) for due in obligations(facts)]


def _item(facts: ReferralFacts, due: Due) -> WorkItem:
    return WorkItem(key=due.key, referral_id=facts.id, **_columns(facts, due))


def _columns(facts: ReferralFacts, due: Due) -> dict[str, Any]:
    """What a work item says, as it is compared with what is stored."""
    return {
        "node": due.node.value,
        "unit_id": due.unit_id,
        "person_id": due.person_id,
        "wants_person": due.wants_person,
        "due_on": due.due_on,
        "since_on": due.since_on,
        "reason": due.why.value,
        "params": {"kind": due.kind} if due.kind else {},
        "priority_rank": facts.priority_rank,
        "priority_label": facts.priority_label,
        "patient_id": facts.patient_id,
        "other_unit_id": due.other_unit_id,
        "case_id": due.case_id,
        "reply_id": due.reply_id,
        "delivery_id": due.delivery_id,
        "question_id": due.question_id,
        "letter_id": due.letter_id,
        "document_id": due.document_id,
    }


def differences(stored: WorkItem, wanted: WorkItem) -> list[str]:
    """The columns in which a stored item is not what the facts ask for."""
    return [name for name in _COMPARED if getattr(stored, name) != getattr(wanted, name)]


@dataclass(slots=True)
class WorkChanges:
    """What makes the stored work equal to what is due."""

    gone: list[WorkItem]
    changed: list[tuple[WorkItem, list[str]]]
    added: list[WorkItem]


def work_changes(*, facts: Iterable[ReferralFacts], stored: Iterable[WorkItem], now: datetime) -> WorkChanges:
    """Compare the stored work of these referrals with what they ask for; ids of new items are drawn here."""
    known = {(item.referral_id, item.key): item for item in stored}
    found = WorkChanges(gone=[], changed=[], added=[])
    for one in facts:
        for due in obligations(one):
            item = known.pop((one.id, due.key), None)
            columns = _columns(one, due)
            if item is None:
                found.added.append(WorkItem(id=new_id(now=now), key=due.key, referral_id=one.id, **columns))
                continue
            changed = [name for name, value in columns.items() if getattr(item, name) != value]
            if changed:
                item.__dict__.update(columns)
                found.changed.append((item, changed))
    found.gone = list(known.values())
    return found


def record_work(*, facts: Sequence[ReferralFacts], now: datetime, new: bool = False) -> None:
    """Make the stored work items of many referrals equal to what is due; at most four statements."""
    ids = {one.id for one in facts}
    stored: Iterable[WorkItem] = () if new else WorkItem.objects.filter(referral_id__in=ids)
    changes = work_changes(facts=facts, stored=stored, now=now)
    if changes.gone:
        WorkItem.objects.filter(pk__in=[item.pk for item in changes.gone]).delete()
    if changes.changed:
        WorkItem.objects.bulk_update([item for item, _names in changes.changed], _COMPARED)
    insert_rows(changes.added)


def paper_items(document: Document, limits: Limits) -> list[WorkItem]:
    """What a paper asks for at its unit: until it is linked or set aside, to be linked (A.6)."""
    if document.linked_at is not None:
        return []
    return [
        WorkItem(
            id=document.id,
            key=f"paper:{document.id}",
            node=Node.UNLINKED.value,
            unit_id=document.unit_id,
            person_id=None,
            wants_person=False,
            due_on=add_working_days(document.arrived_on, limits.unlinked_workdays),
            since_on=document.arrived_on,
            reason=_why_unlinked(document).value,
            params={"sender": document.sender, "description": document.description},
            priority_rank=5,
            document=document,
        )
    ]


def _why_unlinked(document: Document) -> Why:
    if document.asked_at is not None:
        return Why.PAPER_SECOND_PERSON
    if document.scan is not None and document.scan.state == ScanState.REFUSED:
        return Why.PAPER_UNREADABLE
    # A code that links it does so before anybody sees it; one that remains is none of this unit's.
    return Why.PAPER_OF_ANOTHER_UNIT if document.code_id is not None else Why.PAPER_UNLINKED


def certificate_items(row: CertificateQuestion, limits: Limits) -> list[WorkItem]:
    """What a certificate asks for: its last date for answer, else the unit's limit."""
    if not owes_handling(row):
        return []
    reported_on = local_date(row.reported_at)
    return [
        WorkItem(
            id=row.id,
            key=f"certificate:{row.id}",
            node=Node.CERTIFICATE.value,
            unit_id=row.unit_id,
            person_id=row.issuer_id,
            wants_person=True,
            due_on=row.answer_by or add_working_days(reported_on, limits.question_workdays),
            since_on=reported_on,
            reason=Why.CERTIFICATE_UNHANDLED.value,
            params={
                "subject": row.subject,
                "unanswered": row.received_unanswered,
                "answers": row.sent_answered,
            },
            priority_rank=5,
            patient_id=row.patient_id,
            certificate_question=row,
        )
    ]


def owes_handling(row: CertificateQuestion) -> bool:
    """Whether a question is unanswered, or an answer to ours is not handled."""
    return row.handled_at is None and (
        row.received_unanswered > 0
        or row.received_total > row.received_handled
        or row.sent_answered > row.sent_handled
    )


def record_paper(document: Document) -> None:
    """Make the work of one paper equal to what it asks for."""
    WorkItem.objects.filter(document=document, referral=None).delete()
    if document.linked_at is None:
        WorkItem.objects.bulk_create(paper_items(document, _limits(document.unit_id)))


def record_certificate(row: CertificateQuestion) -> None:
    """Make the work of one certificate equal to what it asks for."""
    WorkItem.objects.filter(certificate_question=row).delete()
    if owes_handling(row):
        WorkItem.objects.bulk_create(certificate_items(row, _limits(row.unit_id)))


def record_unit(unit_id: UUID) -> None:
    """Derive the due dates of a unit's papers and certificates anew, after a change of its limits."""
    limits = _limits(unit_id)
    apart = WorkItem.objects.filter(unit_id=unit_id, referral=None)
    items: list[WorkItem] = []
    for item in apart.select_related("document__scan", "certificate_question"):
        if item.document is not None:
            items += paper_items(item.document, limits)
        elif item.certificate_question is not None:
            items += certificate_items(item.certificate_question, limits)
    WorkItem.objects.bulk_update(items, ["due_on"])


def _limits(unit_id: UUID) -> Limits:
    return unit_facts(Unit.objects.select_related("routine").get(id=unit_id)).limits
