"""One way to write a value as text, so that the same content always has the same hash."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any


def canonical(value: Any, *, default: Callable[[Any], Any] | None = None) -> str:
    """The value as JSON, its keys in order and nothing between; `default` as in json.dumps."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=default)
