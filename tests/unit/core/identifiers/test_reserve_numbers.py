"""Reserve numbers: the national one and the regions', by the examples that their owners publish."""

from datetime import date

import pytest

from remissvakt.core.identifiers import NumberKind, birth_date, read_patient_number
from remissvakt.core.refusal import Refusal

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "kind", "warned", "birth"),
    [
        # Västra Götaland: Luhn over places 3–12 with K, M and X as 5, 7 and 8.
        ("20210325K069", NumberKind.RESERVE_VGR, False, date(2021, 3, 25)),
        ("20210325-k069", NumberKind.RESERVE_VGR, False, date(2021, 3, 25)),
        ("19810829M071", NumberKind.RESERVE_VGR, False, date(1981, 8, 29)),
        # National, known and unknown birth date, known and unknown sex.
        ("98240301AA06", NumberKind.NATIONAL_RESERVE, False, date(2024, 3, 1)),
        ("22950606-FH20", NumberKind.NATIONAL_RESERVE, False, date(1995, 6, 6)),
        ("25780404-khd5", NumberKind.NATIONAL_RESERVE, False, date(1978, 4, 4)),
        ("00342145BZ31", NumberKind.NATIONAL_RESERVE, False, None),
        ("00749852BZK0", NumberKind.NATIONAL_RESERVE, False, None),
        # Stockholm: check digit over all twelve, over the last ten, and by no rule that is known.
        ("991981000011", NumberKind.RESERVE_STOCKHOLM, True, None),
        ("991945000024", NumberKind.RESERVE_STOCKHOLM, True, None),
        ("991993000033", NumberKind.RESERVE_STOCKHOLM, True, None),
        ("991981000010", NumberKind.RESERVE_STOCKHOLM, True, None),
        ("198108320014", NumberKind.RESERVE_INERA, True, None),
        # Other regions: Värmland, Örebro, Blekinge, Västernorrland, Sörmland.
        ("19810829SU3A", NumberKind.RESERVE_OTHER, True, date(1981, 8, 29)),
        ("19810829TB1F", NumberKind.RESERVE_OTHER, True, date(1981, 8, 29)),
        ("20200501-AA8A", NumberKind.RESERVE_OTHER, True, date(2020, 5, 1)),
        ("20100101014R", NumberKind.RESERVE_OTHER, True, date(2010, 1, 1)),
        ("19600606AA1G", NumberKind.RESERVE_OTHER, True, date(1960, 6, 6)),
        ("18500101N123", NumberKind.RESERVE_OTHER, True, None),
    ],
)
def test_published_examples(typed: str, kind: NumberKind, warned: bool, birth: date | None) -> None:
    number = read_patient_number(typed, today=TODAY)
    assert number.kind is kind
    assert number.value == typed.replace("-", "").upper()
    assert bool(number.warnings) == warned
    assert not any(number.value in str(warning) for warning in number.warnings)
    assert birth_date(number.value) == birth


def test_stockholm_without_a_known_rule_has_another_warning() -> None:
    by_twelve = read_patient_number("991981000011", today=TODAY).warnings
    by_ten = read_patient_number("991981000019", today=TODAY).warnings
    unknown = read_patient_number("991981000010", today=TODAY).warnings
    assert by_twelve == by_ten != unknown
    assert "kontrollsiffra" in str(unknown[0])


@pytest.mark.parametrize(
    "value", ["20210325K069", "19810829M071", "98240301AA06", "22950606FH20", "198108320014"]
)
def test_a_wrong_digit_is_refused_where_the_rule_is_known(value: str) -> None:
    for place in range(2, 12):
        for digit in "0123456789":
            if value[place].isdigit() and digit != value[place]:
                wrong = value[:place] + digit + value[place + 1 :]
                with pytest.raises(Refusal) as caught:
                    read_patient_number(wrong, today=TODAY)
                assert caught.value.code in ("patient_number_check_digit", "patient_number_birth_date")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("20210325K068", "patient_number_check_digit"),
        ("20210325M069", "patient_number_check_digit"),
        ("22950606FH21", "patient_number_check_digit"),
        ("22950606HF20", "patient_number_check_digit"),
        ("198108320015", "patient_number_check_digit"),
        ("20211325K069", "patient_number_birth_date"),
        ("20990325K069", "patient_number_birth_date"),
        ("22951306FH20", "patient_number_birth_date"),
        ("23990606FH20", "patient_number_birth_date"),
        ("00041245BZ31", "patient_number_birth_date"),
        ("00343145BZIA", "patient_number_format"),
        ("22950606IO20", "patient_number_format"),
        ("19811329SU3A", "patient_number_format"),
        ("99121212ABCD", "patient_number_format"),
        ("810829DA1B", "patient_number_format"),
        ("19810829SU3Å", "patient_number_format"),
    ],
)
def test_what_is_no_reserve_number(typed: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_patient_number(typed, today=TODAY)
    assert caught.value.code == code


@pytest.mark.parametrize("typed", ["20000105238O", "19121212I2I2", "1912121212L2"])
def test_a_letter_typed_for_a_digit_makes_no_reserve_number(typed: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_patient_number(typed, today=TODAY)
    assert caught.value.code == "patient_number_format"
