"""HSA-ids: the usual form passes, unusual ones are warned of, what is none is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remissvakt.core.identifiers import read_hsa_id
from remissvakt.core.refusal import Refusal


@pytest.mark.parametrize(
    ("typed", "value", "warned"),
    [
        ("SE2321000016-A1B2", "SE2321000016-A1B2", False),
        ("se2321000131-e000000000001", "SE2321000131-E000000000001", False),
        (" SE2321000016 - 1003 ", "SE2321000016-1003", False),
        ("SE2321000016–1003", "SE2321000016-1003", False),
        ("\u200eSE2321000016-1003", "SE2321000016-1003", False),
        ("SE2321000016-" + "A" * 18, "SE2321000016-" + "A" * 18, False),
        ("TSTNMT2321000156-10NR", "TSTNMT2321000156-10NR", True),
        ("T_SERVICES_SE165565594230-10VT", "T_SERVICES_SE165565594230-10VT", True),
        ("SE165565594230-1000", "SE165565594230-1000", True),
        ("IFV1239877878-1042", "IFV1239877878-1042", True),
    ],
)
def test_an_hsa_id(typed: str, value: str, warned: bool) -> None:
    hsa_id = read_hsa_id(typed)
    assert hsa_id.value == value
    assert bool(hsa_id.warnings) == warned


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "hsa_id_format"),
        ("SE2321000016", "hsa_id_format"),
        ("SE2321000016-", "hsa_id_format"),
        ("-A1B2", "hsa_id_format"),
        ("SE2321000016-A1-B2", "hsa_id_format"),
        ("SE2321000016-ÅÄÖ", "hsa_id_format"),
        ("SE2321000016-A1B2;", "hsa_id_format"),
        ("19121212-1212", "hsa_id_format"),
        ("SE2321000016-" + "A" * 19, "hsa_id_too_long"),
        ("A" * 10_000, "hsa_id_format"),
        ("💉", "hsa_id_format"),
    ],
)
def test_what_is_none(typed: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_hsa_id(typed)
    assert caught.value.code == code
    assert caught.value.message.endswith(".")


@given(st.text())
def test_no_text_gives_anything_but_an_hsa_id_or_a_refusal(text: str) -> None:
    try:
        hsa_id = read_hsa_id(text)
    except Refusal as refusal:
        assert refusal.code.startswith("hsa_id_")
    else:
        assert read_hsa_id(hsa_id.value) == hsa_id
