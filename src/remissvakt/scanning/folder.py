"""The scanner's shared folder: files that have lain still are taken, one folder a unit."""

from __future__ import annotations

from datetime import datetime


def work(*, now: datetime) -> bool:
    """Take at most one file that has lain still, if there is one; whether there was."""
    return False
