"""Is a Luhn check digit right, and which would be? Its variants differ in what a letter counts as."""

from collections.abc import Sequence


def luhn_is_right(values: Sequence[int]) -> bool:
    """Return whether the values, the check digit last, add up: every other one doubled, digits summed.

    A value above 9 (a letter) is one value, doubled as a whole.
    """
    return _sum(values) % 10 == 0


def digits_are_right(digits: str) -> bool:
    """Return whether a string of the digits 0–9 ends in its Luhn check digit."""
    return luhn_is_right([int(digit) for digit in digits])


def check_digit_of(digits: str) -> str:
    """Return the Luhn check digit that belongs after a string of the digits 0–9."""
    return str(-_sum([*map(int, digits), 0]) % 10)


def _sum(values: Sequence[int]) -> int:
    total = 0
    for place, value in enumerate(reversed(values)):
        total += sum(int(digit) for digit in str(value * 2 if place % 2 else value))
    return total
