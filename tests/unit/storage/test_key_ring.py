"""Keys as text: the first is the current one, and a fault is told of without the key."""

import base64
from datetime import UTC, datetime

import pytest

from remissvakt.storage.key_ring import fingerprint, parse, with_new_key, without, write

ONE, TWO = base64.b64encode(b"1" * 32).decode(), base64.b64encode(b"2" * 32).decode()
DAY = datetime(2026, 11, 17, tzinfo=UTC)


def test_the_first_key_is_the_current_one():
    ring = parse(f"# our keys\nnew:{ONE}\n\n old:{TWO} \n")
    assert ring.current == "new"
    assert ring.keys == {"new": b"1" * 32, "old": b"2" * 32}
    assert parse(f"new:{ONE},old:{TWO}") == ring


def test_a_key_without_a_name_is_called_by_its_fingerprint():
    ring = parse(ONE)
    assert ring.current == fingerprint(b"1" * 32) != fingerprint(b"2" * 32)
    assert len(ring.current) <= 16


def test_written_and_read_again():
    ring = with_new_key(ring=parse(f"old:{TWO}"), now=DAY)
    assert parse(write(ring)) == ring
    assert list(ring.keys) == ["2026-11-17", "old"]
    again = with_new_key(ring=ring, now=DAY)
    assert list(again.keys) == ["2026-11-17-2", "2026-11-17", "old"]
    assert len(set(again.keys.values())) == 3
    assert list(without(ring=again, name="2026-11-17").keys) == ["2026-11-17-2", "old"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "ingen nyckel"),
        ("# only words", "ingen nyckel"),
        ("new:inte-base64!", "base64"),
        ("new:aGVtbGlnaGV0ZW4=", "32 byte"),
        (f"en nyckel:{ONE}", "namn"),
        (f"{'x' * 17}:{ONE}", "namn"),
        (f"a:{ONE},a:{TWO}", "två gånger"),
    ],
)
def test_a_fault_is_named_and_the_key_is_not(text, reason):
    with pytest.raises(ValueError, match=reason) as refused:
        parse(text)
    assert "hemligheten" not in str(refused.value) and "aGVtbGln" not in str(refused.value)
    assert ONE not in str(refused.value)
