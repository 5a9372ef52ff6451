"""A paper that may be a reply is registered as one, or a person says that it is none (A.3, A.6). Pure."""

from __future__ import annotations

from collections.abc import Iterator

from remissvakt.core.workdays import add_working_days

from ..facts import ReferralFacts
from ..states import Node
from .due import Due, Why


def papers_to_register(facts: ReferralFacts) -> Iterator[Due]:
    """Linked is not registered: until then the paper is work at its unit, by the same day as if it were unlinked."""
    for document in facts.documents:
        if not document.unregistered:
            continue
        limits = facts.limits(document.unit_id)
        yield Due(
            key=f"paper:{document.id}",
            node=Node.UNLINKED,
            unit_id=document.unit_id,
            person_id=None,
            wants_person=False,
            due_on=add_working_days(document.arrived_on, limits.unlinked_workdays),
            since_on=document.arrived_on,
            why=Why.PAPER_UNREGISTERED,
            document_id=document.id,
            kind=document.kind,
        )
