"""A list as a file for a spreadsheet: UTF-8 with a byte order mark, semicolons, Swedish headings."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .nodes import BY_NAME
from .reasons import label
from .rows import WorkRow

# A cell that begins with one of these is taken for a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SECRECY, _REGISTRATION = gettext_lazy("Sekretessmarkering"), gettext_lazy("Skyddad folkbokföring")
PROTECTED: dict[str, tuple[Any, ...]] = {
    "": (),
    "secrecy": (_SECRECY,),
    "registration": (_REGISTRATION,),
    "both": (_SECRECY, _REGISTRATION),
}


def as_csv(rows: Iterable[WorkRow], *, today: date) -> bytes:
    """Return the rows as CSV. A text that a spreadsheet would run as a formula gets an apostrophe before it.

    Days stand as 2026-11-23. Addresses and phone numbers are not part of it, for anybody.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [
            _("Lista"),
            _("Senast"),
            _("Dagar försenad"),
            _("Personnummer"),
            _("Patient"),
            _("Skyddad identitet"),
            _("Varför"),
            _("Orsak"),
            _("Annan enhet"),
            _("Prioritet"),
            _("Ansvarig"),
            _("Enhet"),
            _("Sedan"),
            _("Remisskod"),
        ]
    )
    for row in rows:
        writer.writerow(
            [
                _cell(text)
                for text in (
                    str(BY_NAME[row.node].label),
                    row.due_on.isoformat(),
                    str(max((today - row.due_on).days, 0)),
                    row.number,
                    row.name,
                    ", ".join(str(mark) for mark in PROTECTED[row.protected]),
                    row.reason,
                    str(label(row.why)),
                    row.other_unit,
                    row.priority,
                    row.person,
                    row.unit,
                    row.since_on.isoformat(),
                    row.referral_code,
                )
            ]
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
