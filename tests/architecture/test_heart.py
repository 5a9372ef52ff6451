"""The shape of the code: what is pure stays pure, one place writes, and the heart never asks the time."""

from __future__ import annotations

import ast
import sys
from statistics import median

import pytest

from .source import SOURCE, calls, dotted, imports, modules

PURE = ("core/", "referrals/rules/", "referrals/obligations/")
PURE_FILES = ("referrals/states.py", "referrals/facts.py", "referrals/ways.py", "worklists/reasons.py")
# The calendar and the check digits; and of Django only the texts.
PURE_MAY = ("django.utils.translation", "holidays", "personnummer", "remissvakt.core")
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.datetime.now",
    "date.today",
    "datetime.date.today",
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
}


def is_pure(name: str) -> bool:
    return name.startswith(PURE) or name in PURE_FILES


def test_pure_modules_import_nothing_but_texts_and_each_other():
    wrong = []
    for name, tree in modules().items():
        if not is_pure(name):
            continue
        for module in imports(tree):
            top = module.split(".")[0]
            own = module.startswith((".", "remissvakt.referrals.states", "remissvakt.referrals.obligations"))
            if not (own or top in sys.stdlib_module_names or module.startswith(PURE_MAY)):
                wrong.append(f"{name}: {module}")
    assert wrong == []


def test_relative_imports_of_pure_modules_lead_to_pure_modules():
    wrong = []
    for name, tree in modules().items():
        if not is_pure(name):
            continue
        folder = (SOURCE / name).parent
        for module in imports(tree):
            if not module.startswith("."):
                continue
            dots = len(module) - len(module.lstrip("."))
            target = folder
            for _ in range(dots - 1):
                target = target.parent
            target = target.joinpath(*module.lstrip(".").split(".")) if module.lstrip(".") else target
            shown = str(target.relative_to(SOURCE))
            if not (is_pure(shown + "/") or is_pure(shown + ".py")):
                wrong.append(f"{name}: {module}")
    assert wrong == []


WRITES = {"create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"}
# Who may make, change or take away rows of these tables.
WRITERS = {
    "Event": {"referrals/record.py"},
    "WorkItem": {"referrals/record.py"},
    "AccessLog": {"audit/access.py"},
    "AdminEvent": {"audit/admin_events.py"},
    "AnsweredRequest": {"audit/once.py"},
    "ChainHead": {"audit/admin_events.py"},
    "CheckRun": {"assurance/runs.py"},
    "Heartbeat": {"assurance/heartbeat.py"},
    "NightlyReport": {"assurance/report/nightly.py"},
}


@pytest.mark.parametrize("model", WRITERS)
def test_one_module_writes(model):
    wrong = []
    for name, tree in modules().items():
        if name in WRITERS[model]:
            continue
        for call in calls(tree):
            words = dotted(call.func).split(".")
            if words == [model] or (words[0] == model and words[-1] in WRITES):
                wrong.append(f"{name}:{call.lineno}")
    assert wrong == []


def test_the_loop_is_written_by_actions_alone():
    """Nobody outside the heart's writing modules creates or changes rows of the loop."""
    models = {
        "Referral", "ReferralVersion", "Case", "Reply", "Delivery", "Question", "QuestionMessage",
        "ReceiverRequest", "Contact", "PatientNotice", "Participant", "CertificateQuestion",
    }  # fmt: skip
    writers = ("referrals/actions/", "referrals/change.py", "referrals/record.py")
    wrong = []
    for name, tree in modules().items():
        if name.startswith(writers):
            continue
        for call in calls(tree):
            words = dotted(call.func).split(".")
            if words[0] in models and words[-1] in WRITES:
                wrong.append(f"{name}:{call.lineno}")
    assert wrong == []


def test_no_signals_and_no_generic_foreign_keys():
    forbidden = ("django.dispatch", "django.db.models.signals", "django.contrib.contenttypes.fields")
    wrong = [
        f"{name}: {module}"
        for name, tree in modules().items()
        for module in imports(tree)
        if module.startswith(forbidden)
    ]
    assert wrong == []


def test_no_save_without_saying_what():
    """A bare save() writes every column, and so takes back what somebody else has changed meanwhile."""
    wrong = []
    for name, tree in modules().items():
        for call in calls(tree):
            if isinstance(call.func, ast.Attribute) and call.func.attr == "save":
                said = {keyword.arg for keyword in call.keywords}
                if not said & {"update_fields", "force_insert"} and not call.args:
                    wrong.append(f"{name}:{call.lineno}")
    assert wrong == []


def test_no_model_has_logic_in_save_or_delete():
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in modules().items()
        if "/models" in name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name in ("save", "delete", "clean", "full_clean")
    ]
    assert wrong == []


def test_only_the_clock_reads_the_clock():
    wrong = []
    for name, tree in modules().items():
        if name == "core/clock.py":
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and dotted(node) in CLOCKS:
                wrong.append(f"{name}:{node.lineno}")
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.timezone":
                wrong += [
                    f"{name}:{node.lineno}" for alias in node.names if alias.name.startswith(("now", "local"))
                ]
    assert wrong == []


def test_the_system_clock_stands_at_the_doors():
    """`now` comes in from a door; below it, nobody may make a clock."""
    doors = ("web/", "cli/", "config/", "core/clock.py", "importing/jobs.py")
    wrong = [
        f"{name}:{call.lineno}"
        for name, tree in modules().items()
        if not name.startswith(doors)
        for call in calls(tree)
        if dotted(call.func) == "SystemClock"
    ]
    assert wrong == []


ACTIONS = [name for name in modules() if "/actions/" in name and not name.endswith("__init__.py")]


@pytest.mark.parametrize("name", ACTIONS)
def test_actions_are_keyword_only_and_are_told_who_and_when(name):
    """What takes an actor and the time is an action: all its arguments have names at the call."""
    wrong = []
    for node in modules()[name].body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        named = {argument.arg for argument in node.args.kwonlyargs}
        positional = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
        if "actor" in named and "now" in named and positional:
            wrong.append(node.name)
        if {"actor", "now"} <= set(positional):
            wrong.append(node.name)
    assert wrong == []


def test_every_write_is_durable():
    """An action is a whole transaction, never the inner part of another; savepoints stand inside one."""
    wrong = []
    for name in ACTIONS:
        atomic = [call for call in calls(modules()[name]) if dotted(call.func) == "transaction.atomic"]
        durable = [call for call in atomic if any(keyword.arg == "durable" for keyword in call.keywords)]
        if atomic and not durable:
            wrong.append(name)
    assert wrong == []


def test_files_are_short():
    lengths = {
        name: (SOURCE / name).read_text(encoding="utf-8").count("\n")
        for name in modules()
        if not name.endswith("__init__.py")
    }
    assert {name: length for name, length in lengths.items() if length > 400} == {}
    assert median(lengths.values()) <= 90
