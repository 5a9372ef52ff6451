"""What is said of a patient's number that cannot be right? Never the number itself."""

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal


def malformed() -> Refusal:
    """Return the refusal of what has the form of no number."""
    return Refusal(
        "patient_number_format",
        _(
            "Numret känns inte igen. Skriv personnumret som ÅÅÅÅMMDD-NNNN, eller reservnumret med alla tolv tecken."
        ),
    )


def wrong_check_digit() -> Refusal:
    """Return the refusal of a number whose check digit does not fit."""
    return Refusal(
        "patient_number_check_digit",
        _(
            "Numret stämmer inte: kontrollsiffran passar inte till de andra. Jämför siffra för siffra med underlaget."
        ),
    )


def no_such_birth_date() -> Refusal:
    """Return the refusal of a number with a date that does not exist, or on which no patient was born."""
    return Refusal(
        "patient_number_birth_date",
        _("Numret stämmer inte: ingen patient kan ha det födelsedatumet. Kontrollera år, månad och dag."),
    )


def century_unknown() -> Refusal:
    """Return the refusal of ten digits where they cannot be completed."""
    return Refusal(
        "patient_number_century", _("Skriv numret med tolv siffror, med århundradet först: ÅÅÅÅMMDD-NNNN.")
    )
