"""Which columns has the file? Their headings in Swedish, with the words that other systems use for the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remissvakt.core.refusal import Refusal, Text
from remissvakt.core.typed import plain

from .masking import without_numbers

MAX_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `heading` stands in the template; `private` values are never shown in a report."""

    key: str
    heading: str
    also: tuple[str, ...]
    meaning: Text
    example: str = ""
    private: bool = False
    names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", frozenset(_folded(name) for name in (self.heading, *self.also)))


def _folded(heading: str) -> str:
    """Case, spaces and signs do not tell headings apart: "Remiss-nr." is "remissnr"."""
    return re.sub(r"[^0-9a-zåäöéü]", "", plain(heading))


COLUMNS: tuple[Column, ...] = (
    Column(
        "direction",
        "Typ",
        ("Riktning", "In/ut", "Ut/in", "Remissriktning", "Remisstyp", "Typ av remiss"),
        _("Utgående, Inkommande eller Egen vårdbegäran."),
        "Utgående",
    ),
    Column(
        "number",
        "Remissnummer",
        (
            "Remissnr", "Remiss-id", "Remissid", "Nummer", "Nr", "Id", "Ärendenummer", "Ärendenr", "Ärende-id",
            "Löpnummer", "Referensnummer", "Konsultationsärende", "Remissreferens",
        ),
        _("Numret i det andra systemet, högst 200 tecken. Inget nummer får stå två gånger."),
        "R-2026-1041",
    ),
    Column(
        "patient_number",
        "Personnummer",
        (
            "Personnr", "Pnr", "Patientnummer", "Patientnr", "Patient-id", "Patientid", "Samordningsnummer",
            "Reservnummer",
        ),
        _("Personnummer, samordningsnummer eller reservnummer, helst med tolv tecken."),
        "19121212-1212",
        private=True,
    ),
    Column(
        "patient_name",
        "Patientnamn",
        ("Patient", "Namn", "Patientens namn"),
        _("”Efternamn, Förnamn”. Utan komma räknas sista ordet som efternamn."),
        "Tolvansson, Tolvan",
        private=True,
    ),
    Column(
        "given_name",
        "Förnamn",
        ("Tilltalsnamn", "Patientens förnamn"),
        _("Med Efternamn i stället för Patientnamn."),
        private=True,
    ),
    Column(
        "family_name",
        "Efternamn",
        ("Patientens efternamn",),
        _("Med Förnamn i stället för Patientnamn."),
        private=True,
    ),
    Column(
        "protected",
        "Skyddade personuppgifter",
        ("Sekretess", "Sekretessmarkering", "Skyddad", "Skyddad identitet", "Skyddad folkbokföring", "Skydd"),
        _("Tomt eller Nej; Ja eller Sekretessmarkering; Skyddad folkbokföring."),
    ),
    Column(
        "other_unit",
        "Motpart",
        ("Enhet", "Annan enhet", "Motpartsenhet", "Motpartens enhet"),
        _("Enheten i andra änden: mottagaren av en utgående remiss, avsändaren av en inkommande. HSA-id eller namn."),
        "Ögonkliniken",
    ),
    Column(
        "to_unit",
        "Mottagande enhet",
        ("Mottagare", "Mottagarenhet", "Till", "Till enhet", "Remitterad till", "Remissmottagare"),
        _("I stället för Motpart. På en inkommande rad får det bara vara den egna enheten."),
    ),
    Column(
        "from_unit",
        "Remitterande enhet",
        (
            "Avsändare", "Avsändarenhet", "Avsändande enhet", "Från", "Från enhet", "Remittentens enhet",
            "Remissavsändare",
        ),
        _("I stället för Motpart. På en utgående rad får det bara vara den egna enheten."),
    ),
    Column(
        "referrer",
        "Remittent",
        ("Remitterande läkare", "Remitterad av", "Beslutad av", "Beslutsfattare", "Läkare"),
        _("Utgående: HSA-id eller namn på läkare eller annan legitimerad vid enheten. Inkommande: fri text."),
        "Anna Andersson",
    ),
    Column(
        "watcher",
        "Bevakare",
        ("Bevakas av", "Bevakningsansvarig", "Ansvarig bevakare"),
        _("Utgående: vem som bevakar, HSA-id eller namn. Tomt hamnar under Utan ansvarig."),
        "Sara Sandberg",
    ),
    Column(
        "assessor",
        "Ansvarig bedömare",
        ("Bedömare", "Bedömande läkare", "Ansvarig läkare", "Ansvarig"),
        _("Inkommande: läkare eller annan legitimerad, HSA-id eller namn. Tomt hamnar i Inkorg utan bedömare."),
    ),
    Column(
        "decided_on",
        "Beslutsdatum",
        ("Beslutad", "Beslut", "Remissbeslut", "Datum för beslut", "Beslutad datum"),
        _("Dagen för beslutet att remittera."),
        "2026-10-26",
    ),
    Column(
        "sent_on",
        "Skickad",
        (
            "Skickad datum", "Skickat datum", "Skickat", "Skickades", "Sänd", "Sänddatum", "Avsänd", "Avsänt",
            "Utfärdad", "Remissdatum", "Datum", "Datum skickad",
        ),
        _("Dagen då remissen skickades."),
        "2026-10-27",
    ),
    Column(
        "arrived_on",
        "Ankomstdatum",
        (
            "Ankomst", "Ankom", "Ankommen", "Inkom", "Inkommen", "Inkommen datum", "Mottagen",
            "Mottagningsdatum", "Datum mottagen",
        ),
        _("Inkommande: dagen då remissen kom. Saknas den gäller Skickad."),
    ),
    Column(
        "status",
        "Status",
        ("Remisstatus", "Remissens status", "Ärendestatus", "Läge", "Tillstånd"),
        _("Skickad eller Bekräftad; Ej bedömd, Pågår eller Bekräftad. Tomt räknas som Skickad och Ej bedömd."),
        "Bekräftad",
    ),
    Column(
        "confirmed_on",
        "Bekräftelsedatum",
        ("Bekräftad", "Bekräftad datum", "Remissbekräftelse", "Bekräftelse", "Datum bekräftad"),
        _("Dagen då bekräftelsen kom eller skickades. Saknas den på en bekräftad rad räknas inläsningsdagen."),
        "2026-11-02",
    ),
    Column(
        "wait",
        "Utlovad väntetid",
        ("Väntetid", "Utlovat datum", "Utlovad tid", "Beräknad väntetid", "Planerad tid", "Planerat datum"),
        _("Ett datum, en vecka (v 12 2027), en månad (mars 2027) eller ett antal veckor (8 veckor)."),
        "v 4 2027",
    ),
    Column(
        "watch_on",
        "Bevakningsdatum",
        ("Bevaka till", "Bevakas till", "Bevakning", "Bevakning till", "Bevakas tom"),
        _("Utgående. Saknas det gäller utlovad väntetid, annars enhetens gräns efter Skickad. Det får ha passerat."),
    ),
    Column(
        "priority",
        "Prioritet",
        ("Prio", "Angelägenhetsgrad", "Brådskandegrad", "Prioriteringsgrad"),
        _("Ett steg i enhetens skala, eller dess nummer. Tomt är 3."),
        "Normal",
    ),
    Column(
        "question",
        "Frågeställning",
        ("Fråga", "Frågeställning/diagnos", "Diagnos/frågeställning", "Remissorsak"),
        _("Högst 8 192 tecken. Saknas den hänvisas till remissen i det andra systemet."),
        "Glaukom?",
        private=True,
    ),
    Column(
        "clinical_information",
        "Klinisk information",
        ("Anamnes", "Bakgrund", "Sjukhistoria", "Remisstext", "Klinisk bild"),
        _("Högst 8 192 tecken."),
        "Förhöjt tryck på båda ögonen.",
        private=True,
    ),
)  # fmt: skip
BY_KEY: Mapping[str, Column] = {column.key: column for column in COLUMNS}
_BY_NAME = {name: column for column in COLUMNS for name in column.names}
# One column of each group must be there; a group of several is needed together.
REQUIRED: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("direction",),),
    (("number",),),
    (("patient_number",),),
    (("patient_name",), ("given_name", "family_name")),
    (("other_unit",), ("to_unit",), ("from_unit",)),
    (("sent_on",), ("arrived_on",)),
)


def known_headings(headings: Iterable[str]) -> int:
    """How many of the headings are known: the right separator gives the most."""
    return sum(_folded(heading) in _BY_NAME for heading in headings)


def place_columns(headings: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """Return the place of each known column, and the headings that are ignored.

    Raises Refusal "columns_too_many", "heading_twice" or "headings_missing".
    """
    if len(headings) > MAX_COLUMNS:
        raise Refusal(
            "columns_too_many",
            _("Filen har %(count)s kolumner; högst %(max)s läses. Är det rätt fil?"),
            count=len(headings),
            max=MAX_COLUMNS,
        )
    places: dict[str, int] = {}
    ignored: list[str] = []
    for place, heading in enumerate(headings):
        column = _BY_NAME.get(_folded(heading))
        if column is None:
            ignored.append(shown_heading(heading, place))
        elif column.key in places:
            raise Refusal(
                "heading_twice",
                _(
                    "Två rubriker betyder samma sak: %(first)s och %(second)s. Ta bort eller byt namn på den ena."
                ),
                first=shown_heading(headings[places[column.key]], places[column.key]),
                second=shown_heading(heading, place),
            )
        else:
            places[column.key] = place
    missing = [_choices(group) for group in REQUIRED if not any(set(one) <= places.keys() for one in group)]
    if missing:
        raise Refusal("headings_missing", _("Det saknas kolumner: %(missing)s."), missing="; ".join(missing))
    return places, ignored


def shown_heading(heading: str, place: int) -> str:
    """A heading as it is spoken of in a report; one without text by its place."""
    text = without_numbers(heading)
    return text or str(pgettext_lazy("heading", "kolumn %(number)s utan rubrik") % {"number": place + 1})


def _choices(group: tuple[tuple[str, ...], ...]) -> str:
    return str(_(" eller ")).join("+".join(BY_KEY[key].heading for key in one) for one in group)
