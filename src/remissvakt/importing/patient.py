"""Whom is a line about? The patient's number, name and protection, as columns of a patient."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from remissvakt.core.identifiers import PatientNumber, read_patient_number
from remissvakt.core.refusal import Refusal
from remissvakt.patients.fields import PatientDetails

from .vocabulary import read_protection

if TYPE_CHECKING:
    from .line import Line

# What a spreadsheet makes of twelve digits.
_EXPONENT = re.compile(r"[0-9][.,][0-9]+ ?E\+[0-9]+", re.IGNORECASE)


def read_number(text: str, line: Line, *, today: date) -> PatientNumber:
    """The number, with its warnings as notes on the line. Raises Refusal."""
    if _EXPONENT.fullmatch(text):
        raise Refusal(
            "patient_number_exponent",
            _("Kalkylprogrammet har gjort om numret. Formatera kolumnen som text och spara filen igen."),
        )
    number = read_patient_number(text, today=today)
    for warning in number.warnings:
        line.note("patient_number", str(warning))
    return number


def is_patient_number(text: str) -> bool:
    """Whether digits, ten or twelve, are somebody's number in either of the last two centuries."""
    digits = re.sub(r"[^0-9]", "", text)
    return any(_is_right(century + digits) for century in (("",) if len(digits) > 10 else ("19", "20")))


def _is_right(digits: str) -> bool:
    try:
        read_patient_number(digits)
    except Refusal:
        return False
    return True


def read_patient(line: Line) -> Mapping[str, Any] | None:
    """The patient's columns, from one column with the whole name or two; faults go to the line."""
    given, family = _names(line)
    protection = read_protection(line.get("protected"))
    if protection is None:
        line.fault("protected", _("Skriv Nej, Ja, Sekretessmarkering eller Skyddad folkbokföring."))
    if not given or not family:
        return None
    details = PatientDetails(
        given_name=given,
        family_name=family,
        confidential=protection == "confidential",
        protected_registration=protection == "protected_registration",
    )
    try:
        return details.columns()
    except Refusal as refusal:
        key = "patient_name" if line.get("patient_name") else refusal.field or "patient_name"
        line.fault(key, refusal.message)
        return None


def _names(line: Line) -> tuple[str, str]:
    given, family, whole = line.get("given_name"), line.get("family_name"), line.get("patient_name")
    if given and family:
        return given, family
    if whole and not (given or family):
        given, family = split_name(whole)
        if not (given and family):
            line.fault("patient_name", _("Både för- och efternamn behövs: ”Efternamn, Förnamn”."))
        return given, family
    for key, value in (("given_name", given), ("family_name", family)):
        if not value and key in line.cells:
            line.fault(key, _("Patientens namn saknas."))
    if not ("given_name" in line.cells and "family_name" in line.cells):
        line.fault("patient_name", _("Patientens namn saknas."))
    return "", ""


def split_name(whole: str) -> tuple[str, str]:
    """Given name and family name of "Efternamn, Förnamn" or "Förnamn Efternamn"; "" for what is missing."""
    if "," in whole:
        family, _comma, given = whole.partition(",")
        return given.strip(), family.strip()
    *given_names, family = whole.split() or [""]
    return " ".join(given_names), family
