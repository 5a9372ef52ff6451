"""The access log as a file for a spreadsheet: UTF-8 with a byte order mark, semicolons, Swedish headings."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from remissvakt.core.clock import local_time

from .access_rows import ShownRead

# A cell that begins with one of these is taken for a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Iterable[ShownRead]) -> bytes:
    """Return the reads as CSV, times as 2026-11-23 09:15:02 in Sweden. Patients stand by reference alone."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [_("Tid"), _("Vem"), _("Roll"), _("Enhet"), _("Ändamål"), _("Vad"), _("Patient"), _("Remisskod")]
    )
    for row in rows:
        texts = (row.who, str(row.role), row.unit, row.purpose, str(row.what), row.reference, row.code)
        writer.writerow([f"{local_time(row.at):%Y-%m-%d %H:%M:%S}", *(_cell(text) for text in texts)])
    return out.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
