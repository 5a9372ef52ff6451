"""What a unit must have on paper to go on by hand: its open watches and the cases that it has.

There is nobody who reads here: it is made for a file that only the installation's owner can open (paper_files.py).
What somebody prints from a page goes by `rows`, which logs each patient as read.
"""

from __future__ import annotations

from datetime import date, datetime

from remissvakt.core.clock import local_date
from remissvakt.core.identifiers import format_patient_number
from remissvakt.letters.content import PaperList, WorkOnPaper
from remissvakt.organisations.models import Unit
from remissvakt.referrals.models import WorkItem
from remissvakt.referrals.states import Node

from .export import PROTECTED
from .nodes import BY_NAME
from .reasons import sentence
from .rows import ORDER, protection_of

# What must not be missed while everything is down; the rest is found again when it is up.
NODES = (Node.WATCH, Node.INBOX, Node.ACKNOWLEDGE)
_RELATED = ("patient", "other_unit", "person", "referral")


def paper_list(*, unit: Unit, now: datetime) -> PaperList:
    """Everything of these lists at the unit; one statement."""
    today = local_date(now)
    items = WorkItem.objects.filter(unit=unit, node__in=[node.value for node in NODES])
    rows: dict[str, list[WorkOnPaper]] = {node.value: [] for node in NODES}
    for item in items.select_related(*_RELATED).order_by(*ORDER).iterator(chunk_size=500):
        rows[item.node].append(_row(item, today))
    sections = tuple((str(BY_NAME[name].label), tuple(found)) for name, found in rows.items())
    return PaperList(unit=unit.name, made_at=now, sections=sections)


def _row(item: WorkItem, today: date) -> WorkOnPaper:
    patient = item.patient
    return WorkOnPaper(
        due_on=item.due_on,
        since_on=item.since_on,
        code=item.referral.code if item.referral else "",
        number=format_patient_number(patient.number) if patient else "",
        name=patient.name if patient else "",
        marks=tuple(str(mark) for mark in PROTECTED[protection_of(patient)]),
        other_unit=item.other_unit.name if item.other_unit else "",
        next_step=sentence(
            why=item.reason, params=item.params, since_on=item.since_on, due_on=item.due_on, today=today
        ),
        person=item.person.name if item.person else "",
    )
