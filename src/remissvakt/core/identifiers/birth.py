"""Can a patient have been born on the day that a number says?"""

from datetime import date

from remissvakt.core.identifiers.number_refusals import no_such_birth_date

# The earliest of the published test patients, 1896, is older than anybody alive. The check digit does not
# cover the century: this bound is what catches 18 typed for 19.
_EARLIEST_YEAR = 1896
_LATEST_YEAR = 2099


def born_on(year: int, month: int, day: int, *, today: date | None) -> date:
    """Return the date. Raises "patient_number_birth_date" if there is none, or before 1896, or after today."""
    try:
        birth = date(year, month, day)
    except ValueError:
        raise no_such_birth_date() from None
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR or (today is not None and birth > today):
        raise no_such_birth_date()
    return birth
