"""Find patients by number or name, among those whom the one who asks may see.

The caller logs the read of what it shows (`audit.access.log_reads`).
"""

from __future__ import annotations

import re
from datetime import date

from django.db.models import Q

from remissvakt.core.identifiers import read_patient_number
from remissvakt.core.sorting import after_prefix, search_key
from remissvakt.core.typed import plain
from remissvakt.organisations.actors import Actor

from .models import KnownPatient, Patient
from .visibility import known_to

_TWELVE = re.compile(r"([0-9]{8})[-+]?([0-9a-z]{4})")
_TEN = re.compile(r"([0-9]{6})[-+]?([0-9]{4})")
_CENTURIES = ("20", "19", "18")
_MOST_WORDS = 5


def find_patients(*, text: str, actor: Actor, limit: int = 20) -> list[Patient]:
    """Return up to `limit` patients in Swedish name order; one statement.

    `text` is a number of 10 or 12 signs, with or without hyphen, or the beginning of names: family name,
    given name, or both in either order ("berg an", "anna berg", "Berg, Anna"). Nothing that can be
    searched for gives nothing.
    """
    where = _by_number(text) or _first_named(text, actor=actor, limit=limit)
    if where is None:
        return []
    rows = Patient.objects.filter(where, known_to(actor))
    return list(rows.order_by("sort_name", "id")[:limit])


def _first_named(text: str, *, actor: Actor, limit: int) -> Q | None:
    """Those named so who come first of whom the actor's units know, at least `limit` if there are as many.

    A pool knows nobody by itself: of those named so, its work tells which it may see.
    """
    named = _by_name(text)
    if named is None or actor.in_pool:
        return named
    known = KnownPatient.objects.filter(named, unit_id__in=list(actor.unit_ids))
    # Each may be known to each unit.
    first = known.order_by("sort_name", "patient_id").values("patient_id")[: limit * len(actor.unit_ids)]
    return Q(pk__in=first)


def patient_by_number(*, number: str, today: date) -> Patient | None:
    """Return the patient with exactly this number, whichever unit knows them; for registering alone.

    Raises Refusal "patient_number_…" for a number that cannot be.
    """
    return Patient.objects.filter(number=read_patient_number(number, today=today).value).first()


def _by_number(text: str) -> Q | None:
    # The check digit is not asked for: what is kept is what is found.
    typed = plain(text).replace(" ", "")
    if match := _TWELVE.fullmatch(typed):
        return Q(number=(match[1] + match[2]).upper())
    if match := _TEN.fullmatch(typed):
        return Q(number__in=[century + match[1] + match[2] for century in _CENTURIES])
    return None


def _by_name(text: str) -> Q | None:
    family, comma, given = text.partition(",")
    if comma:
        return _both(family, given)
    words = [word for word in text.split() if search_key(word)][:_MOST_WORDS]
    found: Q | None = None
    for at in range(1, len(words) + 1):
        first, rest = " ".join(words[:at]), " ".join(words[at:])
        for one in (_both(first, rest), _both(rest, first)):
            if one is not None:
                found = one if found is None else found | one
    return found


def _both(family: str, given: str) -> Q | None:
    parts = [_begins(column, text) for column, text in (("search_family", family), ("search_given", given))]
    known = [part for part in parts if part is not None]
    return known[0] & known[-1] if known else None


def _begins(column: str, text: str) -> Q | None:
    key = search_key(text)
    # A range and not LIKE: a plain index serves it on both engines.
    return Q(**{f"{column}__gte": key, f"{column}__lt": after_prefix(key)}) if key else None
