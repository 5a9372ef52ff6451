"""All hostile files, by class. Made by code, from fixed seeds; none is kept."""

from __future__ import annotations

from functools import lru_cache

from .hostile import Hostile
from .others import others
from .pdf_contents import contents
from .pdf_structure import structure
from .pictures import pictures


@lru_cache(maxsize=1)
def corpus() -> dict[str, list[Hostile]]:
    """The files of each class."""
    found: dict[str, list[Hostile]] = {}
    for part in (structure, contents, pictures, others):
        for one in part():
            found.setdefault(one.kind, []).append(one)
    return found
