"""Which numbers can a patient have, and under which RIV-TA roots do they travel?"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Text


class NumberKind(StrEnum):
    """What a patient's number is."""

    PERSONNUMMER = "personnummer"
    SAMORDNINGSNUMMER = "samordningsnummer"
    NATIONAL_RESERVE = "national_reserve"
    RESERVE_VGR = "reserve_vgr"
    RESERVE_STOCKHOLM = "reserve_stockholm"
    RESERVE_INERA = "reserve_inera"
    RESERVE_OTHER = "reserve_other"


# RESERVE_OTHER has none: which region gave the number cannot be told from its form.
NUMBER_ROOTS: dict[NumberKind, str] = {
    NumberKind.PERSONNUMMER: "1.2.752.129.2.1.3.1",
    NumberKind.SAMORDNINGSNUMMER: "1.2.752.129.2.1.3.3",
    NumberKind.NATIONAL_RESERVE: "1.2.752.74.9.1",
    NumberKind.RESERVE_VGR: "1.2.752.113.11.0.2.1.1.1",
    NumberKind.RESERVE_STOCKHOLM: "1.2.752.97.3.1.3",
    NumberKind.RESERVE_INERA: "1.2.752.129.2.1.3.2",
}

NUMBER_NAMES: dict[NumberKind, Text] = {
    NumberKind.PERSONNUMMER: _("personnummer"),
    NumberKind.SAMORDNINGSNUMMER: _("samordningsnummer"),
    NumberKind.NATIONAL_RESERVE: _("nationellt reservnummer"),
    NumberKind.RESERVE_VGR: _("reservnummer, Västra Götaland"),
    NumberKind.RESERVE_STOCKHOLM: _("reservnummer, Stockholm"),
    NumberKind.RESERVE_INERA: _("reservnummer, Inera"),
    NumberKind.RESERVE_OTHER: _("annat reservnummer"),
}


@dataclass(frozen=True)
class PatientNumber:
    """A patient's number that can be kept: ``value`` is 12 characters, digits and capital letters.

    ``warnings`` are sentences for the one who typed it; none of them repeats the number.
    """

    kind: NumberKind
    value: str
    warnings: tuple[Text, ...] = ()
