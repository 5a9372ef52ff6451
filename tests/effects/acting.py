"""Every act that is called within, by its name, with what it was given and what it did; acts inside acts are theirs."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from importlib import import_module
from pkgutil import iter_modules
from typing import Any
from unittest import mock
from uuid import UUID

from django.db import connection

from factories.region import Region
from remissvakt.core.ids import seeded_ids
from remissvakt.core.refusal import Refusal, Refusals
from remissvakt.organisations.actors import Actor
from remissvakt.referrals import actions

from .rows import Kept, Names, Rows

_NOT_SHOWN = ("actor", "progress")
_BESIDES = ("remissvakt.scanning.actions.split_document",)  # which undoes a link in part
_WITHIN = ("decide.draft",)  # a part of acts, which writes nothing


@functools.cache
def acts() -> dict[str, Callable[..., Any]]:
    """What a door may call: "module.function" of all that take the time by name and no change under way."""
    found = {}
    modules = [f"{actions.__name__}.{module.name}" for module in iter_modules(actions.__path__)]
    for path in (*modules, *_BESIDES):
        loaded = import_module(path)
        for name, value in vars(loaded).items():
            act = f"{path.rpartition('.')[2]}.{name}"
            if inspect.isfunction(value) and value.__module__ == loaded.__name__ and _is_act(act, value):
                found[act] = value
    return found


def _is_act(name: str, function: Callable[..., Any]) -> bool:
    taken = inspect.signature(function).parameters
    called_by_doors = (
        "now" in taken and "doing" not in taken and taken.keys() & {"actor", "totals", "take_numbers"}
    )
    hidden = name in _WITHIN or function.__name__.startswith("_") or hasattr(function, "__wrapped__")
    return bool(called_by_doors) and not hidden


class Acting:
    """The region's names, and the blocks of all acts so far: a line of what was done, and a line for each row."""

    def __init__(self, region: Region, *, now: datetime) -> None:
        self.region, self.now = region, now
        self.names = Names(_names_of(region), now=now)
        self.blocks: list[str] = []
        self.done: list[str] = []
        self._kept = Kept()
        self._rows: Rows = {}
        self._inside = False

    @contextmanager
    def watching(
        self, *, before: Callable[[str, Callable[..., Any], dict[str, Any]], None] | None = None
    ) -> Iterator[None]:
        """Write down each act; `before` is called with what is about to be done."""
        with ExitStack() as replaced:
            replaced.enter_context(seeded_ids(1))  # the order of rows is that of their ids
            replaced.enter_context(connection.execute_wrapper(self._kept.hear))
            for name, act in acts().items():
                module = inspect.getmodule(act)
                replaced.enter_context(
                    mock.patch.object(module, act.__name__, self._written(name, act, before))
                )
            yield

    def _written(self, name: str, act: Callable[..., Any], before: Any) -> Callable[..., Any]:
        @functools.wraps(act)
        def written(**given: Any) -> Any:
            if self._inside:
                return act(**given)
            self._inside = True
            self._rows = self._kept.rows()  # what was done beside the acts belongs to none
            self.names.learn(self._rows)
            try:
                if before is not None:
                    before(name, act, given)
                done = act(**given)
            except Refusal as refusal:
                self._write(name, given, f"refused: {told(refusal, self.names)}")
                raise
            finally:
                self._inside = False
            self._write(name, given, "")
            self.done.append(name)
            return done

        return written

    def _write(self, name: str, given: dict[str, Any], refused: str) -> None:
        after = self._kept.rows()
        lines = self.names.difference(self._rows, after)
        self._rows = after
        head = f"{name} {self._said(name, given)}".rstrip()
        if refused:
            lines.insert(0, refused)
        self.blocks.append("\n".join([f"  {head}", *(f"    {line}" for line in lines)]))

    def _said(self, name: str, given: dict[str, Any]) -> str:
        said = []
        if isinstance(actor := given.get("actor"), Actor):
            said.append(f"by {self.names.text(actor.person_id)}:")
        for key, value in given.items():
            if key == "now":
                if value != self.now:
                    said.append(f"at={self.names.text(value)}")
            elif key == "batch":
                said.append(f"batch={len(value.rows)}")
            elif key not in _NOT_SHOWN and value is not None:
                said.append(f"{key}={self.names.text(value)}")
        return " ".join(said)


def _names_of(region: Region) -> dict[UUID, str]:
    named = {actor.person_id: name for name, actor in region.people.items()}
    named |= {unit.id: name for name, unit in region.units.items()}
    named |= {getattr(region, name).id: name for name in ("patient", "other_patient", "protected_patient")}
    return named | {region.region.id: "region", region.company.id: "company"}


def told(refusal: Refusal, names: Names) -> str:
    """The code, the field, and what its sentence says."""
    if isinstance(refusal, Refusals):
        reasons = [told(one, names) for one in refusal.all]
        return " + ".join(reasons) if len(reasons) > 1 else f"several, which are one: {reasons[0]}"
    said = [f"{key}={names.text(value)}" for key, value in refusal.params.items()]
    return " ".join([refusal.code, *([f"({refusal.field})"] if refusal.field else []), *said])
