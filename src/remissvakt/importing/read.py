"""Read a whole file and say what it holds: the dry run. Nothing is written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remissvakt.core.clock import local_date
from remissvakt.core.refusal import Refusal
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.actions.import_open import may_import
from remissvakt.referrals.models import Case
from remissvakt.referrals.open_referrals import Batch, OpenReferral, already_there

from .columns import BY_KEY, place_columns, shown_heading
from .directory import Directory
from .encodings import decode
from .line import Line, Options, cells_of, read_line
from .report import Finding, Report, finding, sorted_findings
from .table import SEPARATOR_NAMES, Table, read_table

Progress = Callable[[int, int], None]
_EVERY = 200


def read_file(
    raw: bytes,
    *,
    unit_id: UUID,
    actor: Actor,
    now: datetime,
    create_units: bool = False,
    progress: Progress = lambda done, total: None,
) -> Report:
    """Read the bytes of a file for a unit, and return everything that is found in them.

    Raises NotFound or Refusal for who asks, and Refusal for a file that is no table of referrals
    ("file_…", "headings_…", "encoding_unknown"). `progress` is told (lines read, lines in all).
    """
    may_import(unit_id=unit_id, actor=actor, new_units=create_units)
    if len(raw) > settings.REMISSVAKT_MAX_UPLOAD_BYTES:
        raise Refusal(
            "file_too_large",
            gettext_lazy("Filen är större än %(max)s MB. Dela den i flera."),
            max=settings.REMISSVAKT_MAX_UPLOAD_BYTES // (1024 * 1024),
        )
    text, encoding = decode(raw)
    table = read_table(text)
    places, ignored = place_columns(table.headings)
    if not table.rows and not table.broken:
        raise Refusal("no_lines", gettext_lazy("Filen har rubriker men inga rader."))
    options = Options(unit_id=unit_id, today=local_date(now), create_units=create_units)
    reading = _Reading(
        table, places, options=options, directory=Directory(unit_id=unit_id, today=options.today)
    )
    reading.report.encoding, reading.report.ignored = encoding, ignored
    total = len(table.rows)
    for done, (line, values) in enumerate(table.rows, start=1):
        reading.take(line, values)
        if done % _EVERY == 0 or done == total:
            progress(done, total)
    return reading.finish(digest=hashlib.sha256(raw).hexdigest())


class _Reading:
    """The report under way, and what lines are compared with: the lines before them."""

    def __init__(
        self, table: Table, places: Mapping[str, int], *, options: Options, directory: Directory
    ) -> None:
        self.table, self.places, self.options, self.directory = table, places, options, directory
        self.headings = {key: shown_heading(table.headings[place], place) for key, place in places.items()}
        self.report = Report(
            encoding="",
            separator=str(SEPARATOR_NAMES[table.separator]),
            headings=[(heading, BY_KEY[key].heading) for key, heading in self.headings.items()],
            ignored=[],
            lines=len(table.rows) + len(table.broken),
        )
        self.rows: list[tuple[int, OpenReferral]] = []
        self.numbers: dict[tuple[bool, str], int] = {}
        self.patients: dict[str, tuple[int, tuple[str, str]]] = {}
        for number, why in table.broken:
            self.report.faults.append(Finding(number, _("hela raden"), "", str(why)))

    def take(self, number: int, values: list[str]) -> None:
        """Read one line, and keep it or its faults."""
        line = Line(cells_of(values, self.places))
        if not self._whole(number, values):
            return
        row = read_line(line, options=self.options, directory=self.directory)
        if row is not None:
            self._compare(line, row, number)
        for found, to in ((line.faults, self.report.faults), (line.notes, self.report.notes)):
            to.extend(
                finding(line=number, key=key, value=value, reason=reason, headings=self.headings)
                for key, value, reason in found
            )
        if line.not_open:
            self.report.not_open += 1
        elif row is not None and not line.faults:
            self.rows.append((number, row))

    def _whole(self, number: int, values: list[str]) -> bool:
        """Whether the line has as many values as there are headings; one that has not is not read further."""
        wanted = len(self.table.headings)
        extra = [value for value in values[wanted:] if value.strip()]
        if not extra and len(values) >= wanted:
            return True
        reason = (
            _("Raden har %(count)s värden men rubrikraden %(wanted)s. Saknas citattecken runt ett värde?")
            if extra
            else _("Raden har %(count)s värden men rubrikraden %(wanted)s: den kan vara avkapad.")
        )
        self.report.faults.append(
            Finding(number, _("hela raden"), "", reason % {"count": len(values), "wanted": wanted})
        )
        return False

    def _compare(self, line: Line, row: OpenReferral, number: int) -> None:
        """A number once, and one name a patient: anything else is somebody's mistake."""
        first = self.numbers.setdefault((row.outgoing, row.import_key), number)
        if first != number:
            line.fault("number", _("Samma nummer står redan på rad %(line)s.") % {"line": first})
        names = (row.patient["search_family"], row.patient["search_given"])
        known, known_names = self.patients.setdefault(row.number.value, (number, names))
        if known_names != names:
            line.fault(
                "patient_number",
                _("Samma patientnummer har ett annat namn på rad %(line)s.") % {"line": known},
            )

    def _note_without_assessor(self) -> None:
        """A case that the sender here has brought in already has no assessor, whatever our file says."""
        named = {row.import_key: number for number, row in self.rows if row.assessor_id is not None}
        without = Case.objects.filter(
            unit_id=self.options.unit_id, import_key="", assessor=None, referral__referrer_unit__local=True
        ).exclude(referral__import_key="")
        for key in without.values_list("referral__import_key", flat=True) if named else ():
            if key in named:
                reason = _(
                    "Avsändaren har redan fört in remissen här, utan bedömare. Utse bedömaren i Inkorg."
                )
                self.report.notes.append(
                    finding(line=named[key], key="assessor", value="", reason=reason, headings=self.headings)
                )

    def finish(self, *, digest: str) -> Report:
        """Compare with what is here already, and return the report."""
        report = self.report
        there, others = already_there([row for _number, row in self.rows], unit_id=self.options.unit_id)
        for number, row in self.rows:
            if (row.outgoing, row.import_key) in others:
                reason = _(
                    "Numret finns redan här på en annan patients remiss. Jämför, eller byt nummer i filen."
                )
                report.faults.append(
                    finding(
                        line=number, key="number", value=row.import_key, reason=reason, headings=self.headings
                    )
                )
        self._note_without_assessor()
        report.faults = sorted_findings(report.faults)
        report.notes = sorted_findings(report.notes)
        report.there = len(there)
        report.there_outgoing = sum(outgoing for outgoing, _key in there)
        report.new_units = sorted({row.other_unit_name for _number, row in self.rows if row.other_unit_name})
        report.batch = Batch(rows=tuple(row for _number, row in self.rows), digest=digest)
        return report
