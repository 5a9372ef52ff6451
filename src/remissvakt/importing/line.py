"""What does one line of the file say? An open referral, or every reason why it cannot be one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from remissvakt.core.identifiers import PatientNumber
from remissvakt.core.refusal import Refusal, Text
from remissvakt.core.texts import clean_line, clean_text
from remissvakt.core.waits import Wait
from remissvakt.referrals.open_referrals import OpenReferral, row_refusals

from .directory import CARE, DECIDING, Directory
from .patient import is_patient_number, read_number, read_patient
from .times import read_day, read_promised, read_watch
from .vocabulary import Direction, Status, read_direction, read_status

T = TypeVar("T")
_LOST = re.compile("\ufffd|Ã[\u00a4\u00a5\u00b6\u0085\u0084\u0096\u2026\u201e\u2013]")
_PERSON_LIKE = re.compile("[0-9]{12}|(?:[0-9]{2})?[0-9]{6}[-+][0-9]{4}")
# What `row_refusals` calls the day, which stands in one of two columns.
_DAY = "day"


@dataclass(slots=True)
class Options:
    """What holds for the whole file."""

    unit_id: UUID
    today: date
    create_units: bool


@dataclass(slots=True)
class Line:
    """One line under reading: its values by column, and what has been found."""

    cells: Mapping[str, str]
    faults: list[tuple[str, str, Text]] = field(default_factory=list)  # column, value, reason
    notes: list[tuple[str, str, Text]] = field(default_factory=list)
    not_open: bool = False

    def get(self, key: str) -> str:
        return self.cells.get(key, "")

    def fault(self, key: str, reason: Text) -> None:
        self.faults.append((key, self.get(key), reason))

    def note(self, key: str, reason: Text) -> None:
        self.notes.append((key, self.get(key), reason))

    def read(self, key: str, reader: Callable[[str], T]) -> T | None:
        """What the reader makes of a value that is there; a refusal becomes a fault."""
        value = self.get(key)
        if not value:
            return None
        try:
            return reader(value)
        except Refusal as refusal:
            self.fault(key, refusal.message)
            return None


def read_line(line: Line, *, options: Options, directory: Directory) -> OpenReferral | None:
    """Read one line; None when it has a fault or is not open. All its faults are found, not only the first."""
    for key, value in line.cells.items():
        if _LOST.search(value):
            line.fault(
                key, _("Å, ä eller ö har gått förlorat i filen. Spara om den från det andra systemet.")
            )
    direction = _direction(line)
    number = _number(line)
    person = line.read("patient_number", lambda text: read_number(text, line, today=options.today))
    if not line.get("patient_number"):
        line.fault("patient_number", _("Patientens nummer saknas."))
    patient = read_patient(line)
    if direction is None:
        return None
    outgoing = direction is Direction.OUT
    status = _status(line, outgoing=outgoing)
    if line.not_open:
        line.faults.clear()
        return None
    unit_id, unit_name = _other_unit(line, direction, options=options, directory=directory)
    row = _Rest(line, direction, status or Status.NEW, options, directory).row(
        number=number, person=person, patient=patient, unit_id=unit_id, unit_name=unit_name
    )
    return None if line.faults else row


@dataclass(slots=True)
class _Rest:
    """The values whose meaning hangs on direction and status."""

    line: Line
    direction: Direction
    status: Status
    options: Options
    directory: Directory

    def row(
        self,
        *,
        number: str,
        person: PatientNumber | None,
        patient: Mapping[str, object] | None,
        unit_id: UUID | None,
        unit_name: str,
    ) -> OpenReferral | None:
        line, today, outgoing = self.line, self.options.today, self.direction is Direction.OUT
        day_key = self._day_key()
        day = line.read(day_key, lambda text: read_day(text, today=today))
        if not line.get(day_key):
            line.fault(day_key, _("Datumet saknas."))
        decided_on = line.read("decided_on", lambda text: read_day(text, today=today))
        confirmed_on, wait = self._promise(day)
        watch_on = line.read("watch_on", lambda text: read_watch(text, today=today)) if outgoing else None
        referrer_id, referrer_name = self._referrer()
        watcher = (
            line.read("watcher", lambda text: self.directory.worker(text, roles=CARE)) if outgoing else None
        )
        assessor = (
            None
            if outgoing
            else line.read("assessor", lambda text: self.directory.worker(text, roles=DECIDING))
        )
        rank, label = self._priority()
        question = line.read("question", lambda text: _text(text, "question"))
        clinical = line.read("clinical_information", lambda text: _text(text, "clinical_information"))
        self._unused()
        if day is None or person is None or patient is None:
            return None
        row = OpenReferral(
            outgoing=outgoing,
            import_key=number,
            number=person,
            patient=patient,
            day=day,
            other_unit_id=unit_id,
            other_unit_name=unit_name,
            referrer_id=referrer_id,
            referrer_name=referrer_name,
            watcher_id=watcher.id if watcher else None,
            assessor_id=assessor.id if assessor else None,
            decided_on=decided_on,
            watch_on=watch_on,
            assessed=self.status in (Status.GOING, Status.CONFIRMED),
            confirmed_on=confirmed_on,
            wait=wait,
            priority_rank=rank,
            priority_label=label,
            question=question or _elsewhere(number),
            clinical_information=clinical or "",
        )
        for refusal in row_refusals(row, today=today):
            line.fault(day_key if refusal.field == _DAY else refusal.field or "", refusal.message)
        return row

    def _day_key(self) -> str:
        first, second = (
            ("sent_on", "arrived_on") if self.direction is Direction.OUT else ("arrived_on", "sent_on")
        )
        return first if self.line.get(first) or not self.line.get(second) else second

    def _promise(self, day: date | None) -> tuple[date | None, Wait | None]:
        """When it was confirmed, and until when the receiver asks to wait, counted from then (A.3)."""
        line, today = self.line, self.options.today
        stated = line.read("confirmed_on", lambda text: read_day(text, today=today))
        since = stated or day
        wait = line.read("wait", lambda text: read_promised(text, since=since)) if since else None
        if self.status is Status.NEW and (stated or wait) and self.direction is not Direction.OUT:
            line.fault(
                "status", _("En remiss som inte är bedömd kan inte vara bekräftad. Rätta status eller datum.")
            )
        if stated or wait or self.status is Status.CONFIRMED:
            return stated or today, wait
        return None, None

    def _referrer(self) -> tuple[UUID | None, str]:
        """One of the unit's own by row, somebody else's by name alone."""
        line = self.line
        if self.direction is not Direction.OUT:
            return None, line.read("referrer", lambda text: clean_line(text, max_length=200, field="")) or ""
        person = line.read("referrer", self.directory.referrer)
        if person is None:
            return None, ""
        if not person.active:
            line.note(
                "referrer", _("Remittenten arbetar inte längre här: svaren hamnar under Utan ansvarig.")
            )
        return person.id, ""

    def _priority(self) -> tuple[int, str]:
        if not self.line.get("priority"):
            return self.directory.priority("")
        return self.line.read("priority", self.directory.priority) or (3, "")

    def _unused(self) -> None:
        """Values that have no meaning in this direction are told of, not lost in silence."""
        keys = ("assessor",) if self.direction is Direction.OUT else ("watcher", "watch_on")
        for key in keys:
            if self.line.get(key):
                self.line.note(key, _("Läses inte på en rad av den här typen."))


def _direction(line: Line) -> Direction | None:
    text = line.get("direction")
    direction = read_direction(text)
    if direction is None:
        line.fault(
            "direction",
            _("Skriv Utgående, Inkommande eller Egen vårdbegäran.")
            if text
            else _("Typen saknas: Utgående eller Inkommande."),
        )
    return direction


def _status(line: Line, *, outgoing: bool) -> Status | None:
    """The status, if the referral is open; otherwise a note (it is left out) or a fault (it needs somebody)."""
    status = read_status(line.get("status"), outgoing=outgoing)
    if status is None:
        known = "Skickad, Bekräftad" if outgoing else "Ej bedömd, Pågår, Bekräftad"
        line.fault("status", _("Okänd status. Skriv någon av: %(known)s.") % {"known": known})
    elif status is Status.DRAFT:
        line.fault(
            "status",
            _("Remissen är inte skickad. Skicka den i det andra systemet, eller skriv den på nytt här."),
        )
    elif status is Status.REFUSED and outgoing:
        line.fault(
            "status",
            _(
                "En avvisad remiss är öppen tills det är sagt vad som görs i stället. "
                "Avsluta den i det andra systemet, eller skriv Skickad så att den bevakas här."
            ),
        )
    elif status is Status.FORWARDED and outgoing:
        line.fault("status", _("Remissen är vidaresänd: skriv den nya mottagaren som motpart, och Skickad."))
    elif status in (Status.ENDED, Status.REFUSED, Status.FORWARDED):
        line.not_open = True
        line.note("status", _("Inte öppen, tas inte med."))
    return status


def _other_unit(
    line: Line, direction: Direction, *, options: Options, directory: Directory
) -> tuple[UUID | None, str]:
    """The unit at the other end: its id, or the name by which it is to be created."""
    outgoing = direction is Direction.OUT
    ours, theirs = ("from_unit", "to_unit") if outgoing else ("to_unit", "from_unit")
    own = line.read(ours, directory.unit)
    if line.get(ours) and (own is None or own.id != options.unit_id) and not _faulty(line, ours):
        line.fault(ours, _("Raden gäller en annan enhet än den du för in remisser för."))
    key = "other_unit" if line.get("other_unit") else theirs
    text = line.get(key)
    if direction is Direction.OWN_REQUEST:
        if text:
            line.note(key, _("En egen vårdbegäran har ingen avsändare: läses inte."))
        return None, ""
    if not text:
        line.fault(key if key in line.cells else "other_unit", _("Enheten i andra änden saknas."))
        return None, ""
    found = line.read(key, directory.unit)
    if _faulty(line, key):
        return None, ""
    if found is not None and found.id == options.unit_id:
        line.fault(key, _("Det är den egna enheten. Skriv enheten i andra änden."))
    elif found is not None:
        return found.id, ""
    else:
        refusal = directory.unit_unknown(text, may_create=options.create_units)
        if options.create_units and refusal.code == "unit_unknown":
            return None, line.read(key, directory.new_unit) or ""
        line.fault(key, refusal.message)
    return None, ""


def _faulty(line: Line, key: str) -> bool:
    return any(found == key for found, _value, _reason in line.faults)


def _number(line: Line) -> str:
    """The import key. One that is a person's number would stand where no such number may."""
    if not line.get("number"):
        line.fault("number", _("Numret i det andra systemet saknas."))
        return ""
    number = line.read("number", lambda text: clean_line(text, max_length=200, field="")) or ""
    if _PERSON_LIKE.fullmatch(number) and is_patient_number(number):
        line.fault("number", _("Det är ett personnummer, inte remissens nummer."))
    return number


def _text(text: str, key: str) -> str:
    return clean_text(text, max_length=8192, field=key)


def cells_of(values: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    """The values of the known columns, without blank ends."""
    return {key: values[place].strip() for key, place in places.items() if place < len(values)}


def _elsewhere(number: str) -> str:
    """What stands for a clinical question that the file does not have. It becomes part of the referral, and is
    therefore Swedish, whatever language the one who imports has chosen."""
    with translation.override("sv"):
        return str(_("Se remiss %(number)s i det tidigare systemet.") % {"number": number})
