"""A spreadsheet shows what the list shows, and runs nothing of it."""

import csv
import io
from datetime import date
from uuid import UUID

import pytest

from remissvakt.worklists.export import as_csv
from remissvakt.worklists.rows import WorkRow

TODAY = date(2026, 11, 17)
ID = UUID("01931b6e-7a00-7000-8000-000000000001")


def row(**changes):
    given = {
        "id": ID, "key": "watch", "node": "watch", "params": {}, "today": TODAY,
        "why": "confirmation_awaited", "due_on": date(2026, 11, 14), "since_on": date(2026, 10, 31),
        "patient_id": ID, "number": "191212121212", "name": "Tolvan Tolvansson", "protected": "",
        "other_unit": "Ögonkliniken", "priority": "Hög", "person_id": ID, "person": "Åsa Ö", "person_away": False,
        "wants_person": True, "lent_from": "", "unit_id": ID, "unit": "Vårdcentralen Eken", "referral_id": ID,
        "referral_code": "R7K2QF8", "case_id": None, "document_id": None, "certificate_id": None,
        "delivery_id": None, "speech": None,
    } | changes  # fmt: skip
    return WorkRow(**given)


def read(data):
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data[3:].decode()), delimiter=";"))


def test_swedish_headings_and_one_line_a_row():
    heading, line = read(as_csv([row()], today=TODAY))
    told = dict(zip(heading, line, strict=True))
    assert told["Lista"] == "Att bevaka"
    assert told["Senast"] == "2026-11-14"
    assert told["Dagar försenad"] == "3"
    assert told["Personnummer"] == "191212121212"
    assert told["Varför"] == "Bekräftelse saknas sedan 17 dagar"
    assert told["Orsak"] == "Bekräftelse saknas"
    assert told["Ansvarig"] == "Åsa Ö"


def test_what_is_not_late_is_zero_days_late():
    heading, line = read(as_csv([row(due_on=date(2026, 11, 20))], today=TODAY))
    assert dict(zip(heading, line, strict=True))["Dagar försenad"] == "0"


def test_a_protected_patient_is_marked():
    heading, line = read(as_csv([row(protected="registration")], today=TODAY))
    assert dict(zip(heading, line, strict=True))["Skyddad identitet"] == "Skyddad folkbokföring"


@pytest.mark.parametrize("name", ["=1+1", "+46", "-1", "@SUM(A1)", "\tx", "\r=1"])
def test_no_cell_is_a_formula(name):
    _heading, line = read(as_csv([row(name=name, other_unit=name)], today=TODAY))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in line)


def test_a_semicolon_in_a_name_stays_in_its_cell():
    heading, line = read(as_csv([row(name='A;B "C"')], today=TODAY))
    assert dict(zip(heading, line, strict=True))["Patient"] == 'A;B "C"'
