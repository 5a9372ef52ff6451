"""The unit tests that a small fault is tried against, quickest first; running them again and again in one process."""

from __future__ import annotations

import inspect
import itertools
import random
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import remissvakt.referrals

_HEART = Path(remissvakt.referrals.__file__).parent
KINDS = {
    kind: [
        f"remissvakt.referrals.{kind}" + ("" if path.stem == "__init__" else f".{path.stem}")
        for path in sorted((_HEART / kind).glob("*.py"))
        if path.stem != "__init__" or kind == "rules"
    ]
    for kind in ("rules", "obligations", "actions")
}
_RULES = (
    "unit.referrals.test_rules:test_the_table_of_refusals_is_the_one_that_was_read",
    "unit.referrals.test_rules:test_the_units_own_rule_says_who_acknowledges",
    "unit.referrals.test_rules:test_where_no_referrer_is_known_the_watcher_or_a_doctor_acknowledges",
    "unit.referrals.test_rules:test_the_contracts_order_of_replies",
    "unit.referrals.test_rules:test_every_refusal_of_the_rules_is_reached",
    "unit.referrals.test_rules:test_what_is_done_instead_is_no_longer_asked_for",
    "unit.referrals.test_rules:test_a_later_version_goes_to_whoever_has_the_referral_now",
    "unit.referrals.test_rules:test_whoever_begins_something_has_a_role_in_care",
)
_DUE = (
    "unit.referrals.test_obligations:test_the_table_of_all_that_is_due_is_the_one_that_was_read",
    "unit.referrals.test_obligations",
)
SUITES = {"rules": _RULES, "obligations": _DUE}


def first_that_fails(kind: str) -> str | None:
    """The name of the first test that minds what the product is now, or None."""
    for test in _tests(SUITES[kind]):
        for given in _sets(test):
            if not _passes(test, given):
                return str(test.__name__)
    return None


def _tests(names: tuple[str, ...]) -> Iterator[Callable[..., Any]]:
    for name in names:
        module, _colon, test = name.partition(":")
        found = import_module(module)
        if test:
            yield getattr(found, test)
            continue
        for key, value in vars(found).items():
            if not key.startswith("test_") or not inspect.isfunction(value):
                continue
            if set(inspect.signature(value).parameters) <= _known(value):
                yield value


def _known(test: Callable[..., Any]) -> set[str]:
    return {name for given in _sets(test) for name in given}


def _sets(test: Callable[..., Any]) -> list[dict[str, Any]]:
    """Every set of parameters that the test is marked with; in an order of its own, so that a fault shows early."""
    rows: list[list[dict[str, Any]]] = []
    for mark in getattr(test, "pytestmark", ()):
        if mark.name == "parametrize":
            names, values = mark.args[:2]
            names = [one.strip() for one in names.split(",")] if isinstance(names, str) else names
            unpacked = [getattr(one, "values", one if len(names) > 1 else (one,)) for one in values]
            rows.append([dict(zip(names, one, strict=True)) for one in unpacked])
    found = [
        {key: value for row in chosen for key, value in row.items()} for chosen in itertools.product(*rows)
    ]
    random.Random(1).shuffle(found)
    return found


def _passes(test: Callable[..., Any], given: dict[str, Any]) -> bool:
    try:
        test(**given)
    except (Exception, pytest.fail.Exception):
        return False
    return True
