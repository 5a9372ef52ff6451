"""Puts a broken version of a few lines into the running product, and takes it out again.

The statements of a module that the new text changes are compiled anew, and the functions that are there already get the
new code: whoever has imported them runs it too. Nothing is written to disk, and no module is imported twice.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from remissvakt.core import workdays
from remissvakt.database import together

Undo = Callable[[], None]


class Gone(AssertionError):
    """The text that was to be broken is not there, or not there once: the list of faults is out of date."""


def source_of(module: ModuleType) -> str:
    assert module.__file__
    return Path(module.__file__).read_text(encoding="utf-8")


@contextmanager
def broken(name: str, old: str, new: str) -> Iterator[None]:
    """`old` reads `new` in the module remissvakt.`name`, until this is left."""
    module = import_module(f"remissvakt.{name}")
    text = source_of(module)
    if text.count(old) != 1:
        raise Gone(f"{text.count(old)} times in {name}: {old!r}")
    with changed(module, text, text.replace(old, new)):
        yield


@contextmanager
def changed(module: ModuleType, before: str, after: str) -> Iterator[None]:
    """The module as if `after` had been its source."""
    same = {ast.dump(node) for node in ast.parse(before).body}
    statements = [node for node in ast.parse(after).body if ast.dump(node) not in same]
    if not statements:
        raise Gone(f"the new text of {module.__name__} says the same as the old")
    undo: list[Undo] = []
    try:
        for node in statements:
            _put(module, node, undo)
        _forget()
        yield
    finally:
        for step in reversed(undo):
            step()
        _forget()


def _put(module: ModuleType, node: ast.stmt, undo: list[Undo]) -> None:
    scratch = dict(vars(module))
    # Annotations stay texts, as in every module of the heart.
    flags = __import__("__future__").annotations.compiler_flag
    exec(compile(ast.Module([node], []), module.__file__ or "", "exec", flags, True), scratch)
    names = [node.name] if isinstance(node, ast.FunctionDef | ast.ClassDef) else _targets(node)
    for name in names:
        old, new = getattr(module, name), scratch[name]
        if inspect.isclass(old):
            for member in vars(new):
                _swap(vars(old).get(member), vars(new)[member], undo)
        elif isinstance(old, dict):
            kept = dict(old)
            undo.append(lambda old=old, kept=kept: (old.clear(), old.update(kept)))  # type: ignore[misc]
            old.clear()
            old.update(new)
        elif not _swap(old, new, undo):
            for one in _that_have(module, name, old):
                undo.append(partial(setattr, one, name, old))
                setattr(one, name, new)


def _that_have(module: ModuleType, name: str, value: Any) -> list[ModuleType]:
    """The module, and every other one that has imported the value by its name."""
    loaded = [one for key, one in sys.modules.items() if key.startswith("remissvakt.") and one is not module]
    return [module, *(one for one in loaded if vars(one).get(name) is value)]


def _targets(node: ast.stmt) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _swap(old: Any, new: Any, undo: list[Undo]) -> bool:
    """Give the function behind `old` code and defaults of that behind `new`; whether there was one."""
    old, new = (inspect.unwrap(getattr(one, "fget", None) or one) for one in (old, new))
    if not isinstance(old, FunctionType) or not isinstance(new, FunctionType):
        return False
    for name in ("__code__", "__defaults__", "__kwdefaults__"):
        undo.append(partial(setattr, old, name, getattr(old, name)))
        setattr(old, name, getattr(new, name))
    return True


def _forget() -> None:
    """What was computed by the other version must not be remembered."""
    for one in vars(workdays).values():
        if hasattr(one, "cache_clear"):
            one.cache_clear()
    together._KEPT.clear()
