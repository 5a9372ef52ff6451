"""Which month or weekday does a typed word name? Swedish and English, whole or from three letters on."""

from remissvakt.core.formats import MONTHS_EN, MONTHS_SV, WEEKDAYS_EN, WEEKDAYS_SV

_SHORTEST = 3


def month_number(word: str) -> int | None:
    """Return 1–12, or None."""
    index = _index(word, MONTHS_SV, MONTHS_EN)
    return None if index is None else index + 1


def weekday_number(word: str) -> int | None:
    """Return 0 for Monday to 6 for Sunday, or None."""
    return _index(word, WEEKDAYS_SV, WEEKDAYS_EN)


def _index(word: str, *languages: tuple[str, ...]) -> int | None:
    if len(word) < _SHORTEST:
        return None
    return next((i for names in languages for i, name in enumerate(names) if name.startswith(word)), None)
