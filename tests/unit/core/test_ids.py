"""Identifiers of our own rows: UUIDv7, in order, repeatable when seeded."""

import threading
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remissvakt.core.ids import new_id, parse_id, seeded_ids

NOW = datetime(2026, 11, 23, 8, 30, 15, 123456, tzinfo=UTC)
INSTANTS = st.datetimes(
    min_value=datetime(1970, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    max_value=datetime(2999, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(INSTANTS)
def test_it_is_a_uuid_of_version_7_that_carries_the_millisecond(now: datetime) -> None:
    identifier = new_id(now=now)
    assert identifier.version == 7
    assert identifier.variant == uuid.RFC_4122
    millisecond = identifier.int >> 80
    assert datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=millisecond) == now.replace(
        microsecond=now.microsecond // 1000 * 1000
    )


def test_the_order_is_that_of_making_also_within_a_millisecond() -> None:
    made = [new_id(now=NOW + timedelta(microseconds=i)) for i in range(3000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_threads_never_make_the_same_one() -> None:
    made: list[uuid.UUID] = []

    def make() -> None:
        made.extend(new_id(now=NOW) for _ in range(500))

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 2000


def test_the_same_seed_and_instants_give_the_same_identifiers() -> None:
    instants = [NOW, NOW, NOW + timedelta(days=1), NOW + timedelta(days=1), NOW]
    with seeded_ids(7):
        first = [new_id(now=instant) for instant in instants]
    with seeded_ids(7):
        second = [new_id(now=instant) for instant in instants]
    with seeded_ids(8):
        other = [new_id(now=instant) for instant in instants]
    assert first == second
    assert not set(first) & set(other)
    assert first[0] < first[1] < first[2] < first[3]


def test_chance_returns_after_the_seeded_part_and_seeds_nest() -> None:
    with seeded_ids(7):
        outer = new_id(now=NOW)
        with seeded_ids(8):
            inner = new_id(now=NOW)
        after = new_id(now=NOW)
    with seeded_ids(7):
        assert [new_id(now=NOW), new_id(now=NOW)] == [outer, after]
    assert inner not in (outer, after)
    assert new_id(now=NOW) != new_id(now=NOW)


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 23),  # noqa: DTZ001
        datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    ],
)
def test_a_naive_instant_or_one_before_1970_is_a_mistake(now: datetime) -> None:
    with pytest.raises(ValueError, match="now"):
        new_id(now=now)


def test_parse_id_reads_the_usual_form_in_any_case() -> None:
    identifier = new_id(now=NOW)
    assert parse_id(str(identifier)) == identifier
    assert parse_id(str(identifier).upper()) == identifier


@pytest.mark.parametrize(
    "text",
    [
        None, "", " ", "1", "01a206f1649c7397a570b582cd77612e", "{01a206f1-649c-7397-a570-b582cd77612e}",
        "urn:uuid:01a206f1-649c-7397-a570-b582cd77612e", "01a206f1-649c-7397-a570-b582cd77612",
        "01a206f1-649c-7397-a570-b582cd77612e ", "01a206f1-649c-7397-a570-b582cd77612e\n",
        "01a206f1-649c-7397-a570-b582cd77612g", "٠1a206f1-649c-7397-a570-b582cd77612e", "x" * 100_000,
        "01a206f1_649c_7397_a570_b582cd77612e", "' OR 1=1 --",
    ],
)  # fmt: skip
def test_parse_id_reads_nothing_else(text: str | None) -> None:
    assert parse_id(text) is None


@given(st.text())
def test_parse_id_never_fails(text: str) -> None:
    assert parse_id(text) is None or str(parse_id(text)) == text.lower()
