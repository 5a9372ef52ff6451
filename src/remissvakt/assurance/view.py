"""One referral with all that was ever recorded about it: what an invariant looks at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F, Q, QuerySet

from remissvakt.documents.models import Document
from remissvakt.patients.models import KnownPatient
from remissvakt.referrals.facts import ReferralFacts
from remissvakt.referrals.loop import Loop, load
from remissvakt.referrals.models import Event, Participant, Referral, WorkItem

CHUNK = 300
_NAMES = ("sort_name", "search_family", "search_given")
SAME_NAME = Q(**{name: F(f"patient__{name}") for name in _NAMES})


@dataclass(slots=True)
class View:
    """A referral's rows as they are stored, and its facts as the rules read them."""

    loop: Loop
    facts: ReferralFacts
    events: list[Event] = field(default_factory=list)
    items: list[WorkItem] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    participants: set[UUID] = field(default_factory=set)
    # At which units the patient is found by name, and whether that is the name that the patient has.
    known: dict[UUID, bool] = field(default_factory=dict)

    @property
    def referral(self) -> Referral:
        return self.loop.referral

    def events_of(self, *kinds: str) -> list[Event]:
        return [event for event in self.events if event.kind in kinds]

    @property
    def imported(self) -> bool:
        """Brought in from another system, which keeps what happened before."""
        return bool(self.events_of("imported"))


def views(ids: Sequence[UUID]) -> list[View]:
    """The views of these referrals, in a constant number of statements."""
    loops = load(Referral.objects.filter(id__in=ids))
    found = {key: View(loop=loop, facts=loop.facts()) for key, loop in loops.items()}
    for event in Event.objects.filter(referral_id__in=ids).order_by("sequence"):
        found[event.referral_id].events.append(event)
    for item in WorkItem.objects.filter(referral_id__in=ids):
        if item.referral_id is not None:
            found[item.referral_id].items.append(item)
    for document in Document.objects.select_related("code").filter(referral_id__in=ids):
        if document.referral_id is not None:
            found[document.referral_id].documents.append(document)
    for referral_id, unit_id in Participant.objects.filter(referral_id__in=ids).values_list(
        "referral_id", "unit_id"
    ):
        found[referral_id].participants.add(unit_id)
    units = _known_at({view.referral.patient_id for view in found.values()})
    for view in found.values():
        view.known = units.get(view.referral.patient_id, {})
    return list(found.values())


def _known_at(patients: set[UUID]) -> dict[UUID, dict[UUID, bool]]:
    found: dict[UUID, dict[UUID, bool]] = {}
    known = KnownPatient.objects.filter(patient_id__in=patients).annotate(right=SAME_NAME)
    for patient_id, unit_id, right in known.values_list("patient_id", "unit_id", "right"):
        found.setdefault(patient_id, {})[unit_id] = right
    return found


def chunks_of(rows: QuerySet[Referral], *, after: UUID | None = None) -> Iterator[list[UUID]]:
    """The ids of all these referrals, a chunk at a time, in order, from `after` on; new ones meanwhile come last."""
    last = after
    while True:
        page = rows if last is None else rows.filter(id__gt=last)
        ids = list(page.order_by("id").values_list("id", flat=True)[:CHUNK])
        if not ids:
            return
        yield ids
        last = ids[-1]
