"""The same referrals, whatever the encoding, the separator, the headings and the order of columns."""

from datetime import date

import pytest
from django.utils import translation

from referral_files import HEADINGS, IN, OUT, read, table
from remissvakt.core.waits import WaitKind

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
}
SEPARATORS = {";": "semikolon", ",": "komma", "\t": "tabb"}
TOLD = {**OUT, "Frågeställning": 'Säger "aj"; åt höger,\tdå och då'}


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_and_separator_is_read(region, now, encoding, separator):
    report = read(region, now, table(TOLD, IN, separator=separator).encode(encoding))
    assert report.faults == []
    assert (report.encoding, report.separator) == (ENCODINGS[encoding], SEPARATORS[separator])
    assert (report.outgoing, report.incoming) == (1, 1)
    first, second = report.batch.rows
    assert first.question == TOLD["Frågeställning"]
    assert second.patient["family_name"] == "Ärlig"


def test_big_endian_utf16_with_its_mark_is_read(region, now):
    raw = b"\xfe\xff" + table(OUT).encode("utf-16-be")
    assert read(region, now, raw).new == 1


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read(region, now, ending):
    report = read(region, now, table(OUT, IN).replace("\r\n", ending))
    assert (report.new, report.faults) == (2, [])


@pytest.mark.parametrize("line", ["sep=,", "SEP=,", '"sep=,"', "sep=,;;;;"])
def test_the_separator_that_excel_states_is_used(region, now, line):
    report = read(region, now, f"{line}\r\n" + table(OUT, separator=","))
    assert (report.new, report.separator, report.faults) == (1, "komma", [])


def test_headings_in_other_words_and_any_order_are_known(region, now):
    names = {
        "Typ": "RIKTNING",
        "Remissnummer": "remiss-nr.",
        "Personnummer": "Pnr",
        "Patientnamn": "Patientens namn",
        "Motpart": "Mottagare",
        "Beslutsdatum": "Beslut",
        "Skickad": "Remissdatum",
        "Status": "Ärendestatus",
        "Prioritet": "Prio",
    }
    other = {names.get(one, one): value for one, value in OUT.items()}
    columns = [names.get(one, one) for one in reversed(HEADINGS)]
    report = read(region, now, table({**other, "Vårdplan": "x"}, headings=["Vårdplan", *columns, ""]))
    assert (report.new, report.faults) == (1, [])
    assert report.ignored == ["Vårdplan"]
    assert ("Pnr", "Personnummer") in report.headings


def test_the_name_in_two_columns_and_both_units_stated(region, now):
    headings = ["Typ", "Nr", "Pnr", "Förnamn", "Efternamn", "Från enhet", "Till enhet", "Skickad"]
    text = table(
        "ut;1;191212121212;Tolvan;Tolvansson;Vårdcentralen Eken;Kustsjukhuset;2026-11-02",
        "in;1;191212121212;Tolvan;Tolvansson;Kustsjukhuset;vårdcentralen eken;2026-11-02",
        "in;2;191212121212;Tolvan;Tolvansson;Kustsjukhuset;Ögonkliniken;2026-11-02",
        headings=headings,
    )
    report = read(region, now, text)
    assert [(one.line, one.column) for one in report.faults] == [(4, "Till enhet")]
    assert "annan enhet" in report.faults[0].reason
    assert [row.other_unit_id for row in report.batch.rows] == [region.other_outside_unit.id] * 2


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-03", date(2026, 11, 3)),
        ("2026-11-03 08:15", date(2026, 11, 3)),
        ("2026-11-03T08:15:00", date(2026, 11, 3)),
        ("20261103", date(2026, 11, 3)),
        ("261103", date(2026, 11, 3)),
        ("3/11 2026", date(2026, 11, 3)),
        ("3/11", date(2026, 11, 3)),
        ("3 nov 2026", date(2026, 11, 3)),
        ("tis 3 november 2026", date(2026, 11, 3)),
        ("20/12", date(2025, 12, 20)),
    ],
)
def test_days_that_have_been_are_read_as_people_and_systems_write_them(region, now, typed, day):
    report = read(region, now, table({**OUT, "Beslutsdatum": "", "Skickad": typed}))
    assert [row.day for row in report.batch.rows] == [day], report.faults


@pytest.mark.parametrize(
    ("typed", "kind", "until"),
    [
        ("8 veckor", WaitKind.WEEKS, date(2026, 12, 22)),
        ("v 4", WaitKind.WEEK, date(2027, 1, 31)),
        ("vecka 12 2027", WaitKind.WEEK, date(2027, 3, 28)),
        ("mars 2027", WaitKind.MONTH, date(2027, 3, 31)),
        ("2027-02-01", WaitKind.DATE, date(2027, 2, 1)),
        ("2026-11-01", WaitKind.DATE, date(2026, 11, 1)),
    ],
)
def test_a_promised_wait_counts_from_the_referral_and_may_be_over(region, now, typed, kind, until):
    report = read(region, now, table({**OUT, "Status": "Bekräftad", "Utlovad väntetid": typed}))
    (row,) = report.batch.rows
    assert (row.wait.kind, row.wait.until) == (kind, until)


@pytest.mark.parametrize(
    ("person", "found"),
    [
        ("Anna Almgren", True),
        ("ALMGREN, ANNA", True),
        ("almgren anna", True),
        ("SE2321000016-A1B2", True),
        ("", False),
    ],
)
def test_a_person_is_found_by_name_or_hsa_id_and_may_be_nobody(region, now, person, found):
    from remissvakt.organisations.models import Person

    Person.objects.filter(id=region.referrer.person_id).update(hsa_id="SE2321000016-A1B2")
    (row,) = read(region, now, table({**OUT, "Remittent": person})).batch.rows
    assert row.referrer_id == (region.referrer.person_id if found else None)


def test_a_unit_is_found_by_hsa_id(region, now):
    from remissvakt.organisations.models import Unit

    Unit.objects.filter(id=region.outside_unit.id).update(hsa_id="SE2321000016-C3D4")
    (row,) = read(region, now, table({**OUT, "Motpart": "se2321000016-c3d4"})).batch.rows
    assert row.other_unit_id == region.outside_unit.id


def test_unknown_units_are_added_when_asked_to_once_for_all_spellings(region, now):
    lines = [
        {**OUT, "Remissnummer": str(n), "Motpart": name}
        for n, name in enumerate(["Nya Kliniken", "NYA kliniken"])
    ]
    report = read(region, now, table(*lines), create_units=True)
    assert report.faults == []
    assert report.new_units == ["Nya Kliniken"]
    assert len(read(region, now, table(*lines)).faults) == 2


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_referral_without_question_points_to_the_other_system(region, now, language):
    with translation.override(language):
        (row,) = read(region, now, table({**OUT, "Frågeställning": ""})).batch.rows
    assert row.question == "Se remiss U-1 i det tidigare systemet."


def test_values_without_meaning_in_their_direction_are_told_of(region, now):
    report = read(
        region,
        now,
        table(
            {**OUT, "Ansvarig bedömare": "Olle"},
            {**IN, "Bevakare": "Sara Sjö"},
            {**IN, "Typ": "Egen vårdbegäran", "Remissnummer": "I-2"},
        ),
    )
    assert report.faults == []
    assert [(one.line, one.column) for one in report.notes] == [
        (2, "Ansvarig bedömare"),
        (3, "Bevakare"),
        (4, "Motpart"),
    ]
