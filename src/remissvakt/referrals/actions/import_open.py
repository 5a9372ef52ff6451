"""Bring in the open referrals that a unit has in another system: all of them, or none.

The file has been read and every name in it resolved before (`remissvakt.importing`); here the rows become
facts, events and work items like those of any other referral, in one transaction for the whole file. A
number that the unit has brought in before is left as it is, so that a second run adds nothing.

What is not known is not made up. Nothing is acknowledged, no patient notice is owed and no message leaves:
that belongs to the system the referrals come from. What remains due from now on is work here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.clock import local_date, start_of_local_day
from remissvakt.core.codes import new_code
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.making import make_provider, make_unit, unit_values
from remissvakt.organisations.models import CareProvider, Channel, Role, Unit, UnitKind
from remissvakt.patients.models import Patient

from ..bulk_insert import insert_rows
from ..facts import UnitFacts
from ..limits_lock import share_limits
from ..loop import Loop, unit_facts
from ..models import Case, Participant, Referral, ReferralVersion
from ..new_rows import new_row
from ..open_referrals import Batch, Imported, OpenReferral, already_there, chunks, is_new_unit, row_refusals
from ..record import chained_events, record_work
from ..rules.who import LEADING
from ..states import CaseState, ReferralState, Source, VersionReason
from .people import care_person, deciding_person

OUTSIDE = (Channel.PAPER.value, Channel.PHONE.value)


def may_import(*, unit_id: UUID, actor: Actor, new_units: bool = False) -> None:
    """Raise NotFound for another unit, Refusal for a role that may not bring in referrals or new units."""
    if unit_id not in actor.unit_ids:
        raise NotFound
    if actor.role not in LEADING:
        raise Refusal("role_not_allowed", _("Din roll i det här uppdraget får inte göra det här."))
    if new_units and actor.role != Role.SECRETARY:
        raise Refusal("not_allowed", _("Nya enheter får bara läkarsekreterare lägga upp vid inläsningen."))


def import_open(
    *,
    batch: Batch,
    unit_id: UUID,
    actor: Actor,
    now: datetime,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Imported:
    """Write all rows that are not there yet, in one transaction; `progress` is told (done, total).

    Raises NotFound, or Refusal for the role, for a row that cannot be ("number_of_another", dates, persons
    who cannot take the work) and "imported_meanwhile" when somebody else's import came between.
    """
    may_import(unit_id=unit_id, actor=actor, new_units=any(is_new_unit(row) for row in batch.rows))
    try:
        with transaction.atomic(durable=True):
            share_limits()
            # Two imports for one unit stand in line here.
            Unit.objects.select_for_update().get(id=unit_id)
            return _import(batch, unit_id, actor, now, progress)
    except IntegrityError as error:
        raise Refusal(
            "imported_meanwhile",
            _("Någon annan förde in något av det här samtidigt. Inget är infört: kontrollera filen igen."),
        ) from error


def _import(
    batch: Batch, unit_id: UUID, actor: Actor, now: datetime, progress: Callable[[int, int], None]
) -> Imported:
    there, others = already_there(batch.rows, unit_id=unit_id)
    if others:
        raise Refusal(
            "number_of_another", _("Ett nummer i filen finns redan här, på en annan patients remiss.")
        )
    rows = [row for row in batch.rows if (row.outgoing, row.import_key) not in there]
    today = local_date(now)
    for row in rows:
        for refusal in row_refusals(row, today=today):
            raise refusal
    _check_people(rows, unit_id=unit_id, today=today)
    names = dict.fromkeys(row.other_unit_name for row in rows if is_new_unit(row))
    created = {name: _make_unit(name, actor=actor, now=now) for name in names}
    units = _units(rows, unit_id=unit_id, new=created)
    patients = _Patients(now=now)
    done = 0
    for chunk in chunks(rows):
        known = patients.take(chunk)
        codes = _codes(len(chunk), now=now)
        write = _Write(actor=actor, now=now, unit_id=unit_id, units=units, created=created)
        write.all(
            [write.loop(row, known[row.number.value], code) for row, code in zip(chunk, codes, strict=True)]
        )
        done += len(chunk)
        progress(done, len(rows))
    outgoing = sum(row.outgoing for row in rows)
    result = Imported(
        outgoing=outgoing,
        incoming=len(rows) - outgoing,
        there=len(there),
        patients=patients.created,
        units=len(created),
        other_names=tuple(patients.other_names),
        less_protected=tuple(patients.less_protected),
    )
    record_admin(
        kind="referrals_imported",
        subject_kind="unit",
        subject_id=unit_id,
        data={
            "sha256": batch.digest,
            "outgoing": result.outgoing,
            "incoming": result.incoming,
            "patients": result.patients,
        },
        actor=actor,
        now=now,
        unit_id=unit_id,
    )
    return result


class _Write:
    """Makes the loops of one chunk and writes them."""

    def __init__(
        self,
        *,
        actor: Actor,
        now: datetime,
        unit_id: UUID,
        units: dict[UUID, UnitFacts],
        created: Mapping[str, UUID],
    ) -> None:
        self.actor, self.now, self.unit_id = actor, now, unit_id
        self.units, self.created = units, created

    def loop(self, row: OpenReferral, patient_id: UUID, code: str) -> Loop:
        """The facts of one row, with its event; not yet written."""
        other_id = row.other_unit_id or self.created.get(row.other_unit_name)
        from_id, to_id = (self.unit_id, other_id) if row.outgoing else (other_id, self.unit_id)
        assert to_id is not None
        referral = self._referral(row, patient_id=patient_id, code=code, from_id=from_id, to_id=to_id)
        loop = Loop(referral=referral, units=self.units)
        loop.participants.update(one for one in (from_id, to_id) if one is not None and self.units[one].local)
        loop.add(self._version(row, referral))
        loop.add(self._case(row, referral))
        loop.event(
            "imported",
            number=row.import_key,
            day=row.day,
            confirmed_on=row.confirmed_on,
            watch_on=referral.watch_on,
            to=to_id,
            to_name=self.units[to_id].name,
        )
        return loop

    def all(self, loops: Sequence[Loop]) -> None:
        """Write the chunk: rows, participants, events and work items, each kind in one go."""
        added: dict[type[models.Model], list[models.Model]] = {Referral: []}
        for loop in loops:
            # The events move the end of the chain, which stands on the referral: they are made before it is written.
            events = chained_events(loop=loop, actor=self.actor, now=self.now)
            for new in (loop.referral, *loop.added, *events):
                added.setdefault(type(new), []).append(new)
        for rows in added.values():
            insert_rows(rows)
        insert_rows(
            [
                new_row(Participant, referral_id=loop.referral.id, unit_id=unit_id, since=self.now)
                for loop in loops
                for unit_id in sorted(loop.participants)
            ]
        )
        record_work(facts=[loop.facts() for loop in loops], now=self.now, new=True)

    def _referral(
        self, row: OpenReferral, *, patient_id: UUID, code: str, from_id: UUID | None, to_id: UUID
    ) -> Referral:
        sent_at = start_of_local_day(row.day)
        # Written here says that referrer and decision are known; otherwise it came from elsewhere.
        written = row.referrer_id is not None and row.decided_on is not None
        source = Source.OWN_REQUEST if from_id is None else Source.WRITTEN if written else Source.ARRIVED
        watched = from_id is not None and self.units[from_id].local
        return new_row(
            Referral,
            id=new_id(now=self.now),
            code=code,
            state=ReferralState.SENT.value,
            source=source.value,
            patient_id=patient_id,
            referrer_unit_id=from_id,
            referrer_id=row.referrer_id,
            referrer_name=row.referrer_name,
            to_unit_id=to_id,
            priority_rank=row.priority_rank,
            priority_label=row.priority_label,
            decided_at=start_of_local_day(row.decided_on) if row.decided_on else None,
            decided_by_id=row.referrer_id if row.decided_on else None,
            signed_at=sent_at if written else None,
            signed_by_id=row.referrer_id if written else None,
            sent_at=sent_at,
            watched=watched,
            watcher_id=row.watcher_id if row.outgoing else None,
            watch_on=self._watch_on(row, from_id) if watched else None,
            import_key=row.import_key,
        )

    def _watch_on(self, row: OpenReferral, from_id: UUID | None) -> date:
        """As stated, else to the promised wait (A.3), else as after sending (A.2); it may have passed."""
        if row.watch_on is not None:
            return row.watch_on
        if row.wait is not None:
            return row.wait.until
        assert from_id is not None
        return row.day + timedelta(days=self.units[from_id].limits.confirmation_days)

    def _version(self, row: OpenReferral, referral: Referral) -> ReferralVersion:
        return new_row(
            ReferralVersion,
            id=new_id(now=self.now),
            referral_id=referral.id,
            number=1,
            reason=VersionReason.NEW.value,
            author_id=row.referrer_id,
            question=row.question,
            clinical_information=row.clinical_information,
            created_at=self.now,
            completed_at=referral.sent_at,
            signed_at=referral.sent_at,
            signed_by_id=row.referrer_id,
            sent_at=referral.sent_at,
        )

    def _case(self, row: OpenReferral, referral: Referral) -> Case:
        """The receiver's custody. At a unit outside nothing is known but a confirmation that came."""
        to_id = referral.to_unit_id
        assert to_id is not None
        local = self.units[to_id].local
        if row.confirmed_on is not None or row.assessed:
            state = CaseState.IN_PROGRESS
        else:
            state = CaseState.RECEIVED if local else CaseState.SENT
        assessed = not row.outgoing and state == CaseState.IN_PROGRESS
        return new_row(
            Case,
            id=new_id(now=self.now),
            referral_id=referral.id,
            unit_id=to_id,
            state=state.value,
            opened_at=referral.sent_at,
            arrived_on=row.day if local else row.confirmed_on,
            arrival_registered_by_id=None if row.outgoing else self.actor.person_id,
            assessor_id=row.assessor_id,
            assigned_at=self.now if row.assessor_id else None,
            assigned_by_id=self.actor.person_id if row.assessor_id else None,
            assessed_at=self.now if assessed else None,
            assessed_by_id=row.assessor_id if assessed else None,
            confirmed_at=start_of_local_day(row.confirmed_on) if row.confirmed_on else None,
            wait_kind=row.wait.kind.value if row.wait else "",
            wait_value=row.wait.value if row.wait else "",
            wait_until=row.wait.until if row.wait else None,
            import_key="" if row.outgoing else row.import_key,
        )


class _Patients:
    """Finds the patients of each chunk by number and creates those who are not here; the others stay as they are."""

    def __init__(self, *, now: datetime) -> None:
        self.now = now
        self.created = 0
        self.other_names: list[str] = []
        self.less_protected: list[str] = []
        self.known: dict[str, UUID] = {}

    def take(self, rows: Sequence[OpenReferral]) -> dict[str, UUID]:
        wanted = {row.number.value: row for row in rows if row.number.value not in self.known}
        for found in Patient.objects.filter(number__in=list(wanted)):
            row = wanted.pop(found.number)
            self.known[found.number] = found.id
            names = (row.patient["search_family"], row.patient["search_given"])
            if (found.search_family, found.search_given) != names:
                self.other_names.append(row.import_key)
            marked = row.patient["confidential"] or row.patient["protected_registration"]
            if marked and not found.protected:
                self.less_protected.append(row.import_key)
        new = [
            new_row(
                Patient,
                id=new_id(now=self.now),
                number_kind=row.number.kind.value,
                number=number,
                **row.patient,
            )
            for number, row in wanted.items()
        ]
        insert_rows(new)
        self.created += len(new)
        self.known |= {patient.number: patient.id for patient in new}
        return self.known


def _check_people(rows: Sequence[OpenReferral], *, unit_id: UUID, today: date) -> None:
    for person_id in dict.fromkeys(row.watcher_id for row in rows if row.watcher_id):
        care_person(person_id=person_id, unit_id=unit_id, today=today, field="watcher")
    for person_id in dict.fromkeys(row.assessor_id for row in rows if row.assessor_id):
        deciding_person(person_id=person_id, unit_id=unit_id, today=today, field="assessor")


def _make_unit(name: str, *, actor: Actor, now: datetime) -> UUID:
    """A unit outside, of which the name is all that is known; its provider carries the same name."""
    values, _warnings = unit_values(
        name=name, hsa_id="", street="", postal_code="", city="", phone="",
        channels=OUTSIDE, local=False, kind=UnitKind.CARE,
    )  # fmt: skip
    known = CareProvider.objects.filter(name=values["name"], active=True).values_list("id", flat=True).first()
    provider_id = known or make_provider(name=values["name"], hsa_id="", actor=actor, now=now)[0].id
    unit = make_unit(
        provider_id=provider_id, kind=UnitKind.CARE.value, local=False, values=values, actor=actor, now=now
    )
    return unit.id


def _units(rows: Sequence[OpenReferral], *, unit_id: UUID, new: Mapping[str, UUID]) -> dict[UUID, UnitFacts]:
    """The units of all rows, as the rules read them; refuses one that nothing can be sent to."""
    wanted = {row.other_unit_id for row in rows if row.other_unit_id} | {unit_id} | set(new.values())
    usable = Unit.objects.select_related("routine").filter(active=True, kind=UnitKind.CARE)
    found = {row.id: unit_facts(row) for row in usable.filter(id__in=wanted)}
    if found.keys() != wanted or any(row.other_unit_id == unit_id for row in rows):
        raise Refusal("unit_unusable", _("En enhet i filen går inte att använda. Kontrollera filen igen."))
    return found


def _codes(count: int, *, now: datetime) -> list[str]:
    """Codes that no referral has: among millions, two of many draws can be alike."""
    drawn: dict[str, None] = {}
    while len(drawn) < count:
        fresh = {new_code(now=now) for _ in range(count - len(drawn))} - drawn.keys()
        fresh -= set(Referral.objects.filter(code__in=fresh).values_list("code", flat=True))
        drawn |= dict.fromkeys(fresh)
    return list(drawn)
