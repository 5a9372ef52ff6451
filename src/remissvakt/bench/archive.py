"""Build an archive of so many referrals: model histories by the real actions, and copies of them everywhere.

Each copy is a history that the actions can reach, between two other units, of another patient. `check` holds on it.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext as _

from remissvakt.core.codes import code_of
from remissvakt.core.ids import new_id, seeded_ids
from remissvakt.core.refusal import Refusal
from remissvakt.organisations.models import CareProvider
from remissvakt.patients.known import add_missing
from remissvakt.patients.models import Patient
from remissvakt.referrals.models import Referral, WorkItem

from .histories import CLOSED, OPEN, Story, Way
from .loading import Engine, engine
from .patients import patient, patient_id
from .region import Region, make_region
from .template import TABLES, Template, columns, read_template

SEED = 20261124
OPEN_SHARE = 0.05
# The first two units are there to be measured: one that has done its work, and one with the same work at every size.
DONE, ORDINARY = 0, 1
DONE_CLOSED, DONE_OPEN, ORDINARY_OPEN = 50_000, 10, 160
_CHUNK = 4000
_CODES = 31**7


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much: `days` are the days on which each way of a history happens, a model history each."""

    referrals: int
    units: int = 200
    closed_days: int = 24
    open_days: int = 12


@dataclass(frozen=True, slots=True)
class Spread:
    """For every unit its weight, and the patients that are its own."""

    weights: list[float]
    first_patient: list[int]
    patients: list[int]


def build(*, size: Size, now: datetime, tell: Callable[[str], None] = lambda line: None) -> Region:
    """Fill an empty database. Raises Refusal("database_not_empty") where there is anything already."""
    if CareProvider.objects.exists():
        raise Refusal("database_not_empty", _("Databasen är inte tom. Mätningen bygger bara i en tom."))
    chance, how = Random(SEED), engine()  # noqa: S311 - repeatable on purpose
    with seeded_ids(SEED):
        region = make_region(units=size.units, now=now - timedelta(days=1200))
        open_ones = _models(region, OPEN, size.open_days, 1, 34, now, how)
        tell(f"{len(open_ones)} öppna modeller")
        closed = _models(region, CLOSED, size.closed_days, 70, 1000, now, how)
        tell(f"{len(closed)} avslutade modeller")
    spread = _spread(size)
    words = [_doubled(place.words()) for place in region.places]
    copier = _Copier(words=words, spread=spread, chance=chance)
    models: tuple[type[Model], ...] = (*TABLES, Patient)
    tables = [model._meta.db_table for model in models]
    names = [[str(field.column) for field in columns(model)] for model in models]
    many_open = max(int(size.referrals * OPEN_SHARE), 1)
    with how.loading(tables):
        _load_patients(spread, how, tables[-1], names[-1])
        tell(f"{sum(spread.patients)} patienter")
        done = 0
        for templates, plan in (
            (closed, _closed_plan(size, size.referrals - many_open, spread, chance)),
            (open_ones, _open_plan(size, many_open, spread, chance)),
        ):
            share = _by_weight(templates, len(plan))
            pairs = iter(plan)
            for template, n in share:
                left = n
                while left:
                    some = min(left, _CHUNK)
                    rows = copier.copies(template, islice(pairs, some))
                    for number, found in enumerate(rows):
                        if found:
                            how.load(tables[number], names[number], found)
                    left, done = left - some, done + some
                    if done % 100_000 < some:
                        tell(f"{done} remisser")
        with connection.cursor() as cursor:
            add_missing(cursor)
    return region


@dataclass(frozen=True, slots=True)
class _Model:
    weight: int
    template: Template


def _models(
    region: Region, ways: tuple[Way, ...], days: int, nearest: int, farthest: int, now: datetime, how: Engine
) -> list[_Model]:
    """Each way on so many days, oldest first; its last act is not in the future."""
    found = []
    own = patient(_MODEL_PATIENT)
    if not Patient.objects.filter(id=own.id).exists():
        own.save(force_insert=True)
    for number in range(days):
        back = farthest - (farthest - nearest) * number // max(days - 1, 1)
        begin = (now - timedelta(days=back)).replace(hour=8, minute=number % 60, second=0, microsecond=0)
        for name, weight, way in ways:
            began = min(begin, now - timedelta(days=_LASTS.get(name, 3)))
            story = Story(region, own.id, began, new_id(now=began))
            way(story)
            referral = Referral.objects.get(id=story.referral_id)
            still = WorkItem.objects.filter(referral=referral).exists()
            assert still == (ways is OPEN), f"{name} ended otherwise than it should"
            found.append(_Model(weight, read_template(referral=referral, places=region.models, engine=how)))
    return found


_MODEL_PATIENT = 30_000_000
# How many days some ways take.
_LASTS = {"answer_begun": 21, "answered": 21}


def _spread(size: Size) -> Spread:
    """Uneven: the twentieth unit has a fifth of what the first has."""
    weights = [1 / (number + 5) for number in range(size.units)]
    weights[DONE] = weights[ORDINARY] = 0.0
    total = sum(weights)
    share = [size.referrals * weight / total for weight in weights]
    share[DONE] = min(DONE_CLOSED, size.referrals // 20)
    share[ORDINARY] = max(size.referrals // 200, ORDINARY_OPEN)
    patients = [int(n * 0.4) + 1 for n in share]
    first = [sum(patients[:number]) for number in range(size.units)]
    return Spread(weights=weights, first_patient=first, patients=patients)


def _closed_plan(size: Size, many: int, spread: Spread, chance: Random) -> array[int]:
    """Sender and receiver of each closed referral, as sender * units + receiver."""
    senders = array("i", [DONE] * min(DONE_CLOSED, size.referrals // 20))
    senders.extend([ORDINARY] * (size.referrals // 200))
    return _with_receivers(senders, many, size, spread, chance)


def _open_plan(size: Size, many: int, spread: Spread, chance: Random) -> array[int]:
    senders = array("i", [DONE] * min(DONE_OPEN, many // 20))
    senders.extend([ORDINARY] * min(ORDINARY_OPEN, many // 3))
    return _with_receivers(senders, many, size, spread, chance)


def _with_receivers(senders: array[int], many: int, size: Size, spread: Spread, chance: Random) -> array[int]:
    units = range(size.units)
    senders.extend(chance.choices(units, spread.weights, k=many - len(senders)))
    chance.shuffle(senders)
    plan = array("i")
    for sender, receiver in zip(senders, chance.choices(units, spread.weights, k=many), strict=True):
        if receiver == sender:
            receiver = 2 + (receiver - 1) % (size.units - 2)
        plan.append(sender * size.units + receiver)
    return plan


def _by_weight(models: list[_Model], many: int) -> Iterator[tuple[Template, int]]:
    """How many copies of each, oldest first."""
    total, before, given = sum(one.weight for one in models), 0, 0
    for one in models:
        before += one.weight
        upto = many * before // total
        yield one.template, upto - given
        given = upto


def _load_patients(spread: Spread, how: Engine, table: str, names: list[str]) -> None:
    fields = columns(Patient)
    everybody = iter(range(sum(spread.patients)))
    while chunk := list(islice(everybody, _CHUNK)):
        people = [patient(number) for number in chunk]
        how.load(
            table,
            names,
            [[how.value(field, getattr(one, field.attname)) for field in fields] for one in people],
        )


def _doubled(words: list[str]) -> list[str]:
    """As `template` numbers them: an id also without hyphens."""
    found = []
    for word in words:
        found.append(word)
        if len(word) == 36 and word.count("-") == 4:
            found.append(word.replace("-", ""))
    return found


class _Copier:
    """Makes the rows of copies. Ids keep the millisecond of the model's and its order within it."""

    def __init__(self, *, words: list[list[str]], spread: Spread, chance: Random) -> None:
        self.words, self.spread, self.chance, self.made = words, spread, chance, 0

    def copies(self, template: Template, pairs: Iterator[int]) -> list[list[list[object]]]:
        """The rows by table of one copy for each sender and receiver."""
        tables: list[list[list[object]]] = [[] for _model in TABLES]
        units = len(self.words)
        for pair in pairs:
            sender, receiver = divmod(pair, units)
            values = self._values(template, sender, receiver)
            for number, cells in template.rows:
                tables[number].append([cell.fill(values) for cell in cells])
        return tables

    def _values(self, template: Template, sender: int, receiver: int) -> list[str]:
        units = len(self.words)
        third = (receiver + 1) % units
        if third == sender:
            third = (third + 1) % units
        values = [*self.words[sender], *self.words[receiver], *self.words[third]]
        own = self.spread.patients[sender]
        key = patient_id(self.spread.first_patient[sender] + int(self.chance.random() * own))
        values += (str(key), key.hex, self._code())
        bits = self.chance.getrandbits
        for rank, model in enumerate(template.ids):
            made = model >> 80 << 80 | 0x7 << 76 | rank << 64 | 0b10 << 62 | bits(62)
            text = f"{made:032x}"
            values += (f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}", text)
        for cell in template.hashed:
            values.append(hashlib.sha256(cell.fill(values).encode()).hexdigest())
        return values

    def _code(self) -> str:
        # A step that has no divisor in common with the number of codes comes to each of them once.
        self.made += 1
        return code_of(self.made * 11_400_714_819 % _CODES)
