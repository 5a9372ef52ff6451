"""The reader of the tray: takes one scan at a time, reads its pages, splits it into documents, links the coded ones."""

from __future__ import annotations

from datetime import datetime


def work(*, now: datetime) -> bool:
    """Read one waiting scan, if there is one; whether there was. Safe if killed anywhere."""
    raise NotImplementedError
