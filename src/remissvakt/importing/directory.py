"""Which units, persons and priorities can a file name? Read once for a file; every answer is a refusal or a row.

Names are matched whole, without regard to case and accents' forms; nobody is guessed. What was meant is
proposed instead.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remissvakt.core.identifiers import read_hsa_id
from remissvakt.core.refusal import Refusal, Text
from remissvakt.core.sorting import search_key
from remissvakt.core.texts import clean_line
from remissvakt.organisations.actors import valid_on
from remissvakt.organisations.availability import who_can_take
from remissvakt.organisations.models import Assignment, Person, PoolService, PriorityLevel, Unit, UnitKind

from .masking import holds_number

PROPOSALS = 3
LONGEST_GUESSING = 200
DECIDING = ("doctor", "clinician")
CARE = (*DECIDING, "secretary")
_SEVERAL_UNITS = gettext_lazy("Flera enheter heter så. Skriv HSA-id i stället.")
_SEVERAL_PERSONS = gettext_lazy("Flera personer vid enheten heter så. Skriv HSA-id i stället.")


@dataclass(frozen=True, slots=True)
class Named:
    """A unit or a person: id, name as it is shown, and whether it is active."""

    id: UUID
    name: str
    active: bool


class Directory:
    """The units of the installation, and the persons and priorities of one unit."""

    def __init__(self, *, unit_id: UUID, today: date) -> None:
        self.unit_id, self.today = unit_id, today
        self._units = _Names(
            (Named(row[0], row[1], row[3]), row[2], (row[1],))
            for row in Unit.objects.filter(kind=UnitKind.CARE).values_list("id", "name", "hsa_id", "active")
        )
        pools = PoolService.objects.filter(valid_on(today), unit_id=unit_id).values("pool")
        at_unit = Q(unit_id=unit_id) | Q(unit__in=pools)
        assigned = Assignment.objects.filter(at_unit).values("person")
        self._persons = _Names(
            (Named(row.id, row.name, row.active), row.hsa_id, _spellings(row))
            for row in Person.objects.filter(id__in=assigned)
        )
        deciding = Assignment.objects.filter(at_unit, role__in=DECIDING)
        self._referrers = frozenset(deciding.values_list("person_id", flat=True))
        levels = PriorityLevel.objects.filter(unit_id=unit_id, active=True).order_by("rank")
        self._priorities = {search_key(row.label): (row.rank, row.label) for row in levels}
        self._ranks = dict(self._priorities.values())
        self._new_units: dict[str, str] = {}
        self._can_take = cache(self._ask_who_can_take)

    def unit(self, text: str) -> Named | None:
        """The active unit of that HSA-id or name; None if there is none. Raises Refusal."""
        found = self._units.find(text)
        usable = [one for one in found if one.active]
        if len(usable) > 1:
            raise Refusal("unit_ambiguous", _SEVERAL_UNITS)
        if not usable and found:
            raise Refusal("unit_closed", gettext_lazy("Enheten är stängd här och kan inte väljas."))
        return usable[0] if usable else None

    def unit_unknown(self, text: str, *, may_create: bool) -> Refusal:
        """What is said of a unit that is not here."""
        if is_hsa_id(text):
            return Refusal(
                "unit_hsa_id_unknown", gettext_lazy("Ingen enhet här har det HSA-id:t. Skriv enhetens namn.")
            )
        hint = "" if may_create else _("Eller välj att lägga upp okända enheter.")
        return Refusal(
            "unit_unknown",
            gettext_lazy("Det finns ingen enhet med det namnet. %(proposal)s %(hint)s"),
            proposal=_meant(self._units.like(text)),
            hint=hint,
        )

    def new_unit(self, text: str) -> str:
        """The name under which a unit that is not here is created: one for all its spellings. Raises Refusal."""
        name = clean_line(text, max_length=200, field="name")
        if not search_key(name) or holds_number(name):
            raise Refusal("unit_name_unusable", gettext_lazy("Det här kan inte vara namnet på en enhet."))
        return self._new_units.setdefault(search_key(name), name)

    def referrer(self, text: str) -> Named:
        """The licensed person who is, or was, at the unit. Raises Refusal."""
        person = self._person(text)
        if person.id not in self._referrers:
            raise Refusal(
                "referrer_not_deciding",
                gettext_lazy("%(name)s har inget uppdrag som läkare eller annan legitimerad vid enheten."),
                name=person.name,
            )
        return person

    def worker(self, text: str, *, roles: Collection[str]) -> Named:
        """The person who can take work of those roles at the unit today. Raises Refusal with a proposal."""
        person = self._person(text)
        refusal = self._can_take(person.id, tuple(roles))
        if refusal is not None:
            raise refusal
        return person

    def priority(self, text: str) -> tuple[int, str]:
        """Rank and label; the unit's scale by label or number. Raises Refusal naming the scale."""
        if not text:
            return 3, self._ranks.get(3, "")
        known = self._priorities.get(search_key(text))
        if known is not None:
            return known
        if text.isascii() and text.isdigit() and int(text) in self._ranks:
            return int(text), self._ranks[int(text)]
        if not self._ranks and not text.isdigit() and len(text) <= 60:
            return 3, text
        raise Refusal(
            "priority_unknown",
            gettext_lazy("Prioriteten finns inte i enhetens skala: %(scale)s."),
            scale=", ".join(f"{rank} {label}" for rank, label in self._ranks.items()) or "–",
        )

    def _person(self, text: str) -> Named:
        found = self._persons.find(text)
        if len(found) > 1:
            found = [one for one in found if one.active] or found
        if len(found) > 1:
            raise Refusal("person_ambiguous", _SEVERAL_PERSONS)
        if not found:
            raise Refusal(
                "person_unknown",
                gettext_lazy("Ingen vid enheten heter så. %(proposal)s Lämna tomt om ingen ska stå där."),
                proposal=_meant(self._persons.like(text)),
            )
        return found[0]

    def _ask_who_can_take(self, person_id: UUID, roles: tuple[str, ...]) -> Refusal | None:
        return who_can_take(person_id=person_id, unit_id=self.unit_id, today=self.today, roles=roles)


def is_hsa_id(text: str) -> bool:
    """Whether a text has the form of an HSA-id (which a name with a hyphen and no digits has not)."""
    try:
        read_hsa_id(text)
    except Refusal:
        return False
    return any(letter.isdigit() for letter in text) and " " not in text.strip()


class _Names:
    """Rows by HSA-id and by every spelling of their names."""

    def __init__(self, rows: Iterable[tuple[Named, str, Iterable[str]]]) -> None:
        self._by_hsa_id: dict[str, Named] = {}
        self._by_name: dict[str, list[Named]] = {}
        self._shown: dict[str, str] = {}
        self._proposed = 0
        for named, hsa_id, spellings in rows:
            if hsa_id:
                self._by_hsa_id[hsa_id.upper()] = named
            for spelling in spellings:
                self._by_name.setdefault(search_key(spelling), []).append(named)
                if named.active:
                    self._shown[spelling.casefold()] = named.name

    def find(self, text: str) -> list[Named]:
        known = self._by_hsa_id.get(text.strip().upper())
        return [known] if known else self._by_name.get(search_key(text), [])

    @cache  # noqa: B019 - lives as long as one file is read
    def like(self, text: str) -> tuple[str, ...]:
        # A file of nothing but unknown names must not keep the machine busy with guesses.
        self._proposed += 1
        if self._proposed > LONGEST_GUESSING:
            return ()
        close = get_close_matches(text.casefold(), self._shown, PROPOSALS, 0.6)
        return tuple(dict.fromkeys(self._shown[one] for one in close))


def _spellings(person: Person) -> tuple[str, ...]:
    # "Andersson, Anna" and "Andersson Anna" have the same key.
    return (person.name, f"{person.family_name} {person.given_name}")


def _meant(names: Collection[str]) -> Text:
    if not names:
        return ""
    return _("Menade du %(names)s?") % {"names": _(" eller ").join(names)}
