"""Patients' numbers: the published test numbers pass, and no wrong digit does."""

from datetime import date
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from remissvakt.core.identifiers import (
    NUMBER_NAMES,
    NUMBER_ROOTS,
    NumberKind,
    birth_date,
    format_patient_number,
    read_patient_number,
)
from remissvakt.core.refusal import Refusal

TODAY = date(2026, 11, 23)
PERSONNUMMER = {
    "191212121212": date(1912, 12, 12), "194408139089": date(1944, 8, 13), "199006022397": date(1990, 6, 2),
    "199107172380": date(1991, 7, 17), "199610202385": date(1996, 10, 20), "190104132386": date(1901, 4, 13),
    "200001052380": date(2000, 1, 5), "199312172381": date(1993, 12, 17), "195711212893": date(1957, 11, 21),
    "200001252386": date(2000, 1, 25), "189602029812": date(1896, 2, 2),
}  # fmt: skip
SAMORDNINGSNUMMER = {"196109732393": date(1961, 9, 13)}
PUBLISHED = PERSONNUMMER | SAMORDNINGSNUMMER
# No check digit covers the century: these two say 1896 for 1996, and the other way round.
ANOTHER_CENTURY = {("189602029812", "199602029812"), ("199610202385", "189610202385")}


def refused(text: str, today: date | None = TODAY) -> str | None:
    """Return the code with which a number is refused, or None if it is taken."""
    try:
        read_patient_number(text, today=today)
    except Refusal as refusal:
        return refusal.code
    return None


@pytest.mark.parametrize("value", PUBLISHED)
def test_the_published_test_numbers_pass(value: str) -> None:
    number = read_patient_number(value, today=TODAY)
    is_personal = value in PERSONNUMMER
    assert number.kind is (NumberKind.PERSONNUMMER if is_personal else NumberKind.SAMORDNINGSNUMMER)
    assert number.value == value
    assert birth_date(value) == PUBLISHED[value]
    assert read_patient_number(value).value == value


@pytest.mark.parametrize("value", PUBLISHED)
def test_only_the_very_old_are_warned_of(value: str) -> None:
    warnings = read_patient_number(value, today=TODAY).warnings
    assert bool(warnings) == (PUBLISHED[value].year < 1911)
    assert all("århundradet" in str(warning) and value not in str(warning) for warning in warnings)


@pytest.mark.parametrize("value", PUBLISHED)
@pytest.mark.parametrize("today", [TODAY, None])
def test_every_single_wrong_digit_is_refused(value: str, today: date | None) -> None:
    tried = 0
    for place, digit in product(range(12), "0123456789"):
        wrong = value[:place] + digit + value[place + 1 :]
        if wrong == value or (value, wrong) in ANOTHER_CENTURY:
            continue
        tried += 1
        assert refused(wrong, today) in ("patient_number_check_digit", "patient_number_birth_date"), wrong
    assert tried >= 107


def test_another_century_is_warned_of_where_it_can_be() -> None:
    assert read_patient_number("189610202385", today=TODAY).warnings


@pytest.mark.parametrize("value", PUBLISHED)
def test_a_swap_of_two_neighbours_is_refused_unless_it_is_0_and_9(value: str) -> None:
    for place in range(2, 11):
        a, b = value[place], value[place + 1]
        if a != b and {a, b} != {"0", "9"}:
            assert refused(value[:place] + b + a + value[place + 2 :]), place


@pytest.mark.parametrize(
    "typed",
    [
        "191212121212", "19121212-1212", "19121212 1212", " 19121212-1212 ", "1912 12 12 12 12", "121212+1212",
        "19121212–1212", "19121212\u22121212", "\u200f19121212-1212\u200e", "１９１２１２１２１２１２", "١٩١٢١٢١٢-١٢١٢",
        "19121212\u00a01212", "19121212+1212", "\t191212121212\n",
    ],
)  # fmt: skip
def test_it_is_read_however_it_is_written(typed: str) -> None:
    assert read_patient_number(typed, today=TODAY).value == "191212121212"


@pytest.mark.parametrize(
    ("typed", "today", "value"),
    [
        ("121212-1212", date(2026, 11, 23), "201212121212"),
        ("1212121212", date(2026, 11, 23), "201212121212"),
        ("121212+1212", date(2026, 11, 23), "191212121212"),
        ("121212-1212", date(2011, 12, 31), "191212121212"),
        ("121212-1212", date(2012, 12, 12), "201212121212"),
        ("121212+1212", date(2012, 1, 1), "191212121212"),
        ("440813-9089", date(2026, 11, 23), "194408139089"),
        ("000105-2380", date(2026, 11, 23), "200001052380"),
        ("610973-2393", date(2026, 11, 23), "196109732393"),
        ("960202+9812", date(2000, 1, 1), "189602029812"),
    ],
)
def test_ten_digits_are_completed_from_today(typed: str, today: date, value: str) -> None:
    assert read_patient_number(typed, today=today).value == value


@pytest.mark.parametrize(
    ("typed", "today", "code"),
    [
        ("121212-1213", TODAY, "patient_number_check_digit"),
        ("19121212-1213", TODAY, "patient_number_check_digit"),
        ("196109732394", TODAY, "patient_number_check_digit"),
        ("121212-1212", None, "patient_number_century"),
        ("1212121212", None, "patient_number_century"),
        ("121212-1212", date(2012, 12, 11), "patient_number_birth_date"),
        ("201212121212", date(2012, 12, 11), "patient_number_birth_date"),
        ("181212121212", TODAY, "patient_number_birth_date"),
        ("211212121212", None, "patient_number_birth_date"),
        ("191302291212", TODAY, "patient_number_birth_date"),
        ("191213121212", TODAY, "patient_number_birth_date"),
        ("191200121212", TODAY, "patient_number_birth_date"),
        ("191212001212", TODAY, "patient_number_birth_date"),
        ("191212601212", TODAY, "patient_number_birth_date"),
        ("191212921212", TODAY, "patient_number_birth_date"),
        ("000000000000", TODAY, "patient_number_birth_date"),
        ("191212120008", TODAY, "patient_number_check_digit"),
        ("", TODAY, "patient_number_format"),
        (" ", TODAY, "patient_number_format"),
        ("19121212121", TODAY, "patient_number_format"),
        ("1912121212123", TODAY, "patient_number_format"),
        ("121212", TODAY, "patient_number_format"),
        ("19121212--1212", TODAY, "patient_number_format"),
        ("1912-12-12-1212", TODAY, "patient_number_format"),
        ("19121212-121O", TODAY, "patient_number_format"),
        ("1912I2121212", TODAY, "patient_number_format"),
        ("19121212-I2I2", TODAY, "patient_number_format"),
        ("Tolvan Tolvansson", TODAY, "patient_number_format"),
        ("19121212-åäöé", TODAY, "patient_number_format"),
        ("💉" * 12, TODAY, "patient_number_format"),
        ("1" * 10_000, TODAY, "patient_number_format"),
        ("191212121212; DROP TABLE", TODAY, "patient_number_format"),
        ("191212121212\x00", TODAY, "patient_number_format"),
    ],
)
def test_what_is_no_number_is_refused_without_repeating_it(typed: str, today: date | None, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_patient_number(typed, today=today)
    assert caught.value.code == code
    assert caught.value.message.endswith(".")
    shown = f"{caught.value.message} {caught.value.params} {caught.value!r}"
    assert not any(part in shown for part in ("1212", "2393", "Tolvan"))


@given(st.dates(date(1912, 1, 1), date(2026, 11, 22)), st.integers(1, 999), st.booleans())
def test_exactly_one_check_digit_fits(birth: date, running: int, coordination: bool) -> None:
    day = birth.day + (60 if coordination else 0)
    begun = f"{birth:%Y%m}{day:02d}{running:03d}"
    taken = [begun + digit for digit in "0123456789" if refused(begun + digit) is None]
    assert len(taken) == 1
    assert birth_date(taken[0]) == birth
    number = read_patient_number(taken[0][2:], today=TODAY) if birth.year > 1926 else None
    assert number is None or number.value == taken[0]


@given(st.text())
@example("00000000-AAAA")
@example("99999999-9999")
@example("ⅫⅫⅫⅫⅫⅫ")
def test_no_text_gives_anything_but_a_number_or_a_refusal(text: str) -> None:
    code = refused(text)
    assert code is None or code.startswith("patient_number_")
    assert birth_date(text) is None or len(text) == 12


@given(st.from_regex(r"[0-9]{8}[0-9A-Z]{4}", fullmatch=True))
def test_a_kept_number_is_read_as_itself(text: str) -> None:
    try:
        number = read_patient_number(text, today=TODAY)
    except Refusal:
        return
    assert number.value == text
    assert read_patient_number(format_patient_number(text), today=TODAY) == number


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("191212121212", "19121212-1212"),
        ("20210325K069", "20210325-K069"),
        ("", ""),
        ("1212121212", "1212121212"),
        ("okänt", "okänt"),
    ],
)
def test_it_is_shown_with_a_hyphen(value: str, shown: str) -> None:
    assert format_patient_number(value) == shown


def test_every_kind_has_a_name_and_all_but_one_a_root() -> None:
    assert set(NUMBER_NAMES) == set(NumberKind)
    assert set(NUMBER_ROOTS) == set(NumberKind) - {NumberKind.RESERVE_OTHER}
    assert len(set(NUMBER_ROOTS.values())) == len(NUMBER_ROOTS)
    assert NUMBER_ROOTS[NumberKind.PERSONNUMMER] == "1.2.752.129.2.1.3.1"
