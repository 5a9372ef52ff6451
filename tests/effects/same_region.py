"""The region of the factories, made once and put into the database of each test as it was: a third of the time."""

from __future__ import annotations

from copy import copy
from datetime import datetime

from django.db.models import Model

from factories import make_region
from factories.region import Region
from remissvakt.organisations.models import (
    Assignment,
    CareProvider,
    ForwardingTarget,
    Person,
    PoolService,
    PriorityLevel,
    Unit,
    UnitRoutine,
)
from remissvakt.patients.models import Patient

_TABLES: tuple[type[Model], ...] = (
    CareProvider,
    Unit,
    UnitRoutine,
    PriorityLevel,
    PoolService,
    Person,
    Assignment,
    Patient,
    ForwardingTarget,
)
_made: dict[datetime, tuple[Region, list[list[Model]]]] = {}


def same_region(*, now: datetime) -> Region:
    if now not in _made:
        region = make_region(now=now)
        _made[now] = region, [list(table._default_manager.all()) for table in _TABLES]
        return region
    region, rows = _made[now]
    for table, some in zip(_TABLES, rows, strict=True):
        table._default_manager.bulk_create([copy(row) for row in some])
    return region
