"""SQL is made once with values that stand for the real ones, and run with those in their places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection

Value = UUID | date | datetime | str
Made = TypeVar("Made")

# Shapes are few; should somebody find a way to make them many, they are forgotten.
MOST = 200


class StandIns:
    """What stands for each of some values while a text is made (`values`), and which parameters of it they became."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self.values = {
            name: _stand_in(value, number) for number, (name, value) in enumerate(values.items(), 1)
        }
        self._names = {_plain(value): name for name, value in self.values.items()}

    def places(self, parameters: Iterable[Any]) -> Places:
        """Where the real values go among the parameters that the text was made with."""
        return Places([(self._names.get(_plain(one)), one) for one in parameters])


class Places:
    """The parameters of a text: for each the name of a value, or what stands there always."""

    def __init__(self, places: list[tuple[str | None, Any]]) -> None:
        self._places = places

    def filled(self, values: Mapping[str, Value]) -> list[Any]:
        """The parameters for these values, as the engine takes them."""
        return [one if name is None else _as_parameter(values[name], one) for name, one in self._places]


def made_once(kept: dict[Any, Made], key: Any, make: Callable[[], Made], *, most: int = MOST) -> Made:
    """What is kept under the key; it is made if it is not there."""
    found = kept.get(key)
    if found is None:
        if len(kept) >= most:
            kept.clear()
        found = kept[key] = make()
    return found


def _stand_in(value: Value, number: int) -> Value:
    if isinstance(value, datetime):
        return datetime(1, 1, number, 1, tzinfo=UTC)
    if isinstance(value, date):
        return date(1, 1, number)
    if isinstance(value, UUID):
        return UUID(int=(0xFACE << 112) + number)
    return f"stand-in-{number}"


def _plain(value: object) -> str:
    return str(value).replace("-", "").removesuffix("+00:00")


def _as_parameter(value: Value, like: object) -> object:
    """The value as the engine takes it: itself, or text as in the parameter that it replaces."""
    if not isinstance(like, str) or isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value.hex if isinstance(value, UUID) and "-" not in like else str(value)
