"""Whom one may be with one click in the demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Persona:
    """A person of the demo region that the login page offers."""

    username: str
    title: Any
    description: Any


PERSONAS: tuple[Persona, ...] = (
    Persona(
        "anna.alm",
        _("Anna Alm, läkarsekreterare, Vårdcentralen Eken"),
        _("Bevakar remisser, registrerar svar och gör dagens kontroll."),
    ),
    Persona(
        "erik.ek",
        _("Erik Ek, läkare, Vårdcentralen Eken"),
        _("Beslutar, skriver, signerar och vidimerar."),
    ),
    Persona(
        "olga.oberg",
        _("Olga Öberg, överläkare, Ögonkliniken"),
        _("Bedömer inkomna remisser och besvarar dem."),
    ),
    Persona(
        "sonja.sand",
        _("Sonja Sand, läkarsekreterare, Ögonkliniken"),
        _("Inkorgen, ankomstregistrering och besked till patienter."),
    ),
    Persona(
        "maria.modig",
        _("Maria Modig, enhetschef, Vårdcentralen Eken"),
        _("Gränser, frånvaro, utdelning och Utan ansvarig."),
    ),
    Persona(
        "petra.pihl",
        _("Petra Pihl, sekreterare, Sekreterarpoolen Norr"),
        _("Skriver ut diktat åt flera enheter."),
    ),
    Persona(
        "hanna.hall",
        _("Hanna Hall, arbetsterapeut, Habiliteringen"),
        _("Annan legitimerad personal som tar emot och skriver remisser."),
    ),
    Persona(
        "adam.admin",
        _("Adam Admin, administratör, Region Norrsund"),
        _("Enheter, personer, uppdrag och vidaresändning. Ser inga patienter."),
    ),
)
