"""How is an administrative event told? What was done, to what, by whom, and which values changed.

Identifiers in the events become names by a few statements for a whole page. A patient stays a reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remissvakt.audit.kinds import kind_label
from remissvakt.audit.models import AdminEvent
from remissvakt.core.formats import format_date
from remissvakt.core.identifiers.kinds import NumberKind
from remissvakt.core.ids import parse_id
from remissvakt.core.refusal import Text
from remissvakt.delegation.models import Delegation
from remissvakt.letters.models import LetterLanguage, WindowSide
from remissvakt.organisations.models import (
    CareProvider,
    Channel,
    ForwardingTarget,
    Person,
    ReplyTemplate,
    Role,
    Unit,
    UnitKind,
)
from remissvakt.web.unit.limit_texts import LIMITS
from remissvakt.web.unit.texts import LABELS
from remissvakt.worklists.nodes import BY_NAME

from .access_words import ACTIONS
from .patient_reference import patient_reference

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIELDS: dict[str, Text] = {
    "name": gettext_lazy("namn"),
    "hsa_id": gettext_lazy("HSA-id"),
    "street": gettext_lazy("gatuadress"),
    "postal_code": gettext_lazy("postnummer"),
    "city": gettext_lazy("ort"),
    "phone": gettext_lazy("telefon"),
    "channels": gettext_lazy("tar emot remisser"),
    "kind": gettext_lazy("slag"),
    "local": gettext_lazy("arbetar i Remissvakt"),
    "provider": gettext_lazy("vårdgivare"),
    "given_name": gettext_lazy("förnamn"),
    "family_name": gettext_lazy("efternamn"),
    "title": gettext_lazy("titel"),
    "username": gettext_lazy("användarnamn"),
    "role": gettext_lazy("roll"),
    "purpose": gettext_lazy("ändamål"),
    "from_on": gettext_lazy("från och med"),
    "to_on": gettext_lazy("till och med"),
    "last_on": gettext_lazy("sista dagen"),
    "to_unit": gettext_lazy("till enhet"),
    "unit": gettext_lazy("enhet"),
    "from_person": gettext_lazy("från"),
    "to_person": gettext_lazy("till"),
    "nodes": gettext_lazy("delar"),
    "acknowledge_rule": gettext_lazy("vem som vidimerar"),
    "files": gettext_lazy("filer"),
    "virus_check_required": gettext_lazy("bara viruskontrollerade filer"),
    "first": gettext_lazy("från och med"),
    "last": gettext_lazy("till och med"),
    "patient_id": gettext_lazy("patient"),
    "person_id": gettext_lazy("läsningar av"),
    "unit_id": gettext_lazy("läsningar vid"),
    "action": gettext_lazy("slag av läsning"),
    "how": gettext_lazy("visat som"),
    "shown": gettext_lazy("visade rader"),
    "reads": gettext_lazy("läsningar"),
    "remark": gettext_lazy("anteckning"),
    "changed": gettext_lazy("ändrade uppgifter"),
    "number": gettext_lazy("nummer"),
    "number_kind": gettext_lazy("typ av nummer"),
    "interpreter_language": gettext_lazy("tolk"),
    "confidential": gettext_lazy("sekretessmarkering"),
    "protected_registration": gettext_lazy("skyddad folkbokföring"),
    "outgoing": gettext_lazy("skickade remisser"),
    "incoming": gettext_lazy("inkomna remisser"),
    "patients": gettext_lazy("patienter"),
    "letterhead": gettext_lazy("brevhuvud"),
    "envelope": gettext_lazy("kuvert"),
    "side": gettext_lazy("fönster"),
    "language": gettext_lazy("språk"),
    "hours": gettext_lazy("telefontid"),
    "return_address": gettext_lazy("returadress"),
    "footer": gettext_lazy("sidfot"),
    "protected_route": gettext_lazy("skyddad post går till"),
    "before": gettext_lazy("före"),
    "after": gettext_lazy("efter"),
    **{limit.name: limit.label for limit in LIMITS},
}
_LEFT_OUT = frozenset({"assignment", "absence", "service", "slot", "sha256"})
_CODES: dict[str, Text] = {
    **{role.value: role.label for role in Role},
    **{one.value: one.label for one in Channel},
    **{one.value: one.label for one in UnitKind},
    **{name: one.label for name, one in BY_NAME.items()},
    **{kind: label for kind, label in LABELS.items() if kind.isupper()},
    **ACTIONS,
    **{one.value: one.label for one in (*WindowSide, *LetterLanguage)},
    "personnummer": gettext_lazy("personnummer"),
    "samordningsnummer": gettext_lazy("samordningsnummer"),
    **dict.fromkeys(
        (one.value for one in NumberKind if "reserve" in one.value), gettext_lazy("reservnummer")
    ),
    "page": gettext_lazy("sida"),
    "file": gettext_lazy("fil"),
    "sample": gettext_lazy("stickprov"),
}
_CODED = frozenset({"role", "kind", "channels", "nodes", "how", "action", "number_kind", "side", "language"})


@dataclass(frozen=True, slots=True)
class Change:
    """One value that an event tells of; `before` is None where there was none to compare with."""

    label: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as it is shown. `url` leads to what it is about, where there is such a page."""

    number: int
    at: datetime
    what: Text
    who: str
    about: str
    url: str
    changes: tuple[Change, ...]


class Teller:
    """Tells the events of one page; six statements, however many they are."""

    def __init__(self, events: Sequence[AdminEvent]) -> None:
        self.events = events
        ids = {
            found
            for event in events
            for found in (event.subject_id, event.unit_id, *_ids(event.data))
            if found
        }
        self.people = {row.id: row.name for row in Person.objects.filter(id__in=ids)}
        self.units = {row.id: row.name for row in Unit.objects.filter(id__in=ids)}
        self.others: dict[UUID, str] = {row.id: row.name for row in CareProvider.objects.filter(id__in=ids)}
        self.others |= {row.id: row.title for row in ReplyTemplate.objects.filter(id__in=ids)}
        targets = ForwardingTarget.objects.filter(id__in=ids).select_related("unit", "to_unit")
        self.others |= {row.id: f"{row.unit.name} → {row.to_unit.name}" for row in targets}
        lent = Delegation.objects.filter(id__in=ids).select_related("from_person", "to_person")
        self.others |= {row.id: f"{row.from_person.name} → {row.to_person.name}" for row in lent}

    def entries(self) -> list[Entry]:
        """The events as they are shown, in the order they were given."""
        return [self._entry(event) for event in self.events]

    def _entry(self, event: AdminEvent) -> Entry:
        about, url = self._about(event)
        return Entry(
            number=event.sequence,
            at=event.at,
            what=kind_label(event.kind),
            who=event.person_name or self._alone(event),
            about=about,
            url=url,
            changes=tuple(self._changes(event.data)),
        )

    def _alone(self, event: AdminEvent) -> str:
        """Who did what has no actor: a person with their own password, or somebody at the console."""
        if event.kind == "password_changed":
            return self.people.get(event.subject_id, "")
        return _("från kommandoraden")

    def _about(self, event: AdminEvent) -> tuple[str, str]:
        subject = event.subject_id
        if subject in self.people:
            return self.people[subject], reverse("admin_person", kwargs={"person_id": subject})
        if subject in self.units:
            return self.units[subject], reverse("admin_unit", kwargs={"unit_id": subject})
        if event.subject_kind == "patient":
            return _("patient %(reference)s") % {"reference": patient_reference(subject)}, ""
        return self.others.get(subject, ""), ""

    def _changes(self, data: Any) -> Iterable[Change]:
        if not isinstance(data, dict):
            return
        before, after = data.get("before"), data.get("after")
        if isinstance(before, dict) and isinstance(after, dict):
            for name in after:
                if before.get(name) != after[name]:
                    yield Change(
                        _label(name), self._value(name, before.get(name)), self._value(name, after[name])
                    )
        elif before is not None and after is not None:
            yield Change("", self._value("", before), self._value("", after))
        for name, value in data.items():
            if name not in _LEFT_OUT and name not in ("before", "after") and value not in (None, "", []):
                yield Change(_label(name), None, self._value(name, value))

    def _value(self, name: str, value: Any) -> str:
        if value is None or value == "":
            return _("tomt")
        if isinstance(value, bool):
            return _("ja") if value else _("nej")
        if isinstance(value, list):
            return ", ".join(self._value(name, one) for one in value)
        if isinstance(value, dict):
            return ", ".join(f"{_label(key)}: {self._value(key, one)}" for key, one in value.items())
        text = str(value)
        if name == "patient_id" and (patient := parse_id(text)):
            return patient_reference(patient)
        if (found := parse_id(text)) is not None:
            return self.people.get(found) or self.units.get(found) or self.others.get(found) or text[-8:]
        if _ISO_DAY.fullmatch(text):
            return format_date(date.fromisoformat(text))
        if text in _CODES and name in _CODED:
            return str(_CODES[text])
        return str(_FIELDS[text]) if name in ("changed", "fields") and text in _FIELDS else text


def _label(name: str) -> str:
    return str(_FIELDS.get(name, name))


def _ids(value: Any) -> Iterable[UUID]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _ids(one)
    elif isinstance(value, list):
        for one in value:
            yield from _ids(one)
    elif isinstance(value, str) and (found := parse_id(value)):
        yield found
