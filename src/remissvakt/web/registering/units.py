"""Which unit is meant? Units found by the words of their names or their place, as radio buttons to choose from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Text
from remissvakt.core.sorting import search_key
from remissvakt.organisations.models import Unit, UnitKind
from remissvakt.referrals.models import Referral
from remissvakt.web.referral.words import CHANNELS

LIMIT = 8
_RECENT, _LOOKED_THROUGH = 6, 60
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOption:
    """One unit to choose: where it is, whose it is, and how it takes referrals."""

    id: UUID
    name: str
    place: str
    ways: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Picker:
    """What the choice of a unit draws; `text` is what was searched for, `title` says what the options are."""

    name: str
    text: str
    options: tuple[UnitOption, ...]
    chosen: UUID | None
    title: Text
    note: Text = ""


def care_units() -> QuerySet[Unit]:
    """The units that refer and receive: active ones, not pools."""
    return Unit.objects.select_related("provider").filter(active=True, kind=UnitKind.CARE)


def find_units(*, text: str, without: Collection[UUID] = (), limit: int = LIMIT) -> list[Unit]:
    """Return units for which every word begins a word of the name, or is the beginning of the place."""
    words = [key for word in text.split()[:_MOST_WORDS] if (key := search_key(word))]
    if not words:
        return []
    places = set(Unit.objects.exclude(city="").values_list("city", flat=True).distinct())
    rows = care_units().exclude(id__in=list(without))
    for key in words:
        cities = [place for place in places if search_key(place).startswith(key)]
        # "0" stands between words in a search key, so it also begins one inside the name.
        rows = rows.filter(
            Q(search_name__startswith=key) | Q(search_name__contains=f"0{key}") | Q(city__in=cities)
        )
    return list(rows.order_by("sort_name", "id")[:limit])


def recent_receivers(*, unit_id: UUID) -> list[Unit]:
    """Return the units that this unit has lately referred to, the latest first; two statements."""
    sent = Referral.objects.filter(referrer_unit_id=unit_id, to_unit__isnull=False).order_by("-id")
    return _in_order(sent.values_list("to_unit_id", flat=True)[:_LOOKED_THROUGH], without=unit_id)


def recent_senders(*, unit_id: UUID) -> list[Unit]:
    """Return the units that have lately referred to this one, the latest first; two statements."""
    came = Referral.objects.filter(to_unit_id=unit_id, referrer_unit__isnull=False).order_by("-id")
    return _in_order(came.values_list("referrer_unit_id", flat=True)[:_LOOKED_THROUGH], without=unit_id)


def _in_order(ids: Iterable[UUID | None], *, without: UUID) -> list[Unit]:
    wanted = [one for one in dict.fromkeys(ids) if one is not None and one != without][:_RECENT]
    known = {unit.id: unit for unit in care_units().filter(id__in=wanted)}
    return [known[one] for one in wanted if one in known]


def unit_option(unit: Unit) -> UnitOption:
    """Describe a unit in one line."""
    ways = [str(CHANNELS[way]) for way in unit.channels if way in CHANNELS]
    return UnitOption(
        id=unit.id,
        name=unit.name,
        place=" · ".join(part for part in (unit.city, unit.provider.name) if part and part != unit.name),
        ways=_("tar emot %(ways)s") % {"ways": str(_(" eller ")).join(ways)}
        if ways
        else _("okänt hur den tar emot"),
    )


def pick(*, name: str, text: str, chosen: Unit | None, recent: Iterable[Unit], own: UUID) -> Picker:
    """Return the options for what was typed; the chosen unit stays among them, first."""
    typed = text.strip()
    found = find_units(text=typed, without=[own], limit=LIMIT + 1) if typed else list(recent)
    note: Text = ""
    if typed and not found:
        note = _("Ingen enhet passar. Skriv början av ett ord i namnet, eller orten.")
    elif len(found) > LIMIT:
        note = _("Fler passar. Skriv mer av namnet.")
    rows = [
        *([chosen] if chosen else []),
        *(unit for unit in found[:LIMIT] if chosen is None or unit.id != chosen.id),
    ]
    return Picker(
        name=name,
        text=typed,
        options=tuple(unit_option(unit) for unit in rows),
        chosen=chosen.id if chosen else None,
        title=_("Enheter som passar") if typed else _("Senast använda"),
        note=note,
    )


def unit_from(*, chosen: UUID | None, text: str, own: UUID) -> Unit | None:
    """Return the chosen unit, else the only one that is called what was typed.

    The beginning of a name is never enough: a referral must not go to a unit that nobody has looked at.
    """
    if chosen is not None:
        return care_units().exclude(id=own).filter(id=chosen).first()
    return unit_named(text, own=own)


def unit_named(text: str, *, own: UUID) -> Unit | None:
    """Return the only other unit that is called what was typed."""
    key = search_key(text)
    named = list(care_units().exclude(id=own).filter(search_name=key)[:2]) if key else []
    return named[0] if len(named) == 1 else None
