"""Every kind of administrative event has a name for people."""

import ast
from pathlib import Path

import remissvakt
from remissvakt.audit.kinds import KINDS, kind_label
from remissvakt.organisations.models import ForwardingTargetState

SOURCE = Path(remissvakt.__file__).parent


def recorded_kinds() -> set[str]:
    """The kinds that are written as words in the modules that record events."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        text = path.read_text()
        if "record_admin" not in text or path.name == "admin_events.py":
            continue
        for call in (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)):
            if getattr(call.func, "id", "") not in ("record_admin", "_record"):
                continue
            given = [keyword.value for keyword in call.keywords if keyword.arg == "kind"] or call.args[:1]
            words = (node for value in given for node in ast.walk(value) if isinstance(node, ast.Constant))
            found |= {
                word.value
                for word in words
                if isinstance(word.value, str) and len(word.value) > len("forwarding_")
            }
    return found


def test_every_recorded_kind_has_a_name():
    kinds = recorded_kinds()
    assert {"unit_created", "person_changed", "assignment_ended", "routine_changed"} <= kinds
    assert kinds <= set(KINDS)


def test_every_decision_on_forwarding_has_a_name():
    decided = set(ForwardingTargetState.values) - {"requested"}
    assert {f"forwarding_{state}" for state in decided} <= set(KINDS)


def test_unknown_kind_stands_as_it_is():
    assert kind_label("something_new") == "something_new"
