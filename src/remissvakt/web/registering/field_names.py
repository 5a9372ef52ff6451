"""Where does the page show what an action says of a field? The two may call it by different names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from remissvakt.core.refusal import Refusal, Refusals


@contextmanager
def naming(**names: str) -> Iterator[None]:
    """Let refusals about the action's field `key` stand at the form's field `names[key]`."""
    try:
        yield
    except Refusal as refusal:
        for one in refusal.all if isinstance(refusal, Refusals) else (refusal,):
            if one.field in names:
                one.for_field(names[one.field])
        raise
