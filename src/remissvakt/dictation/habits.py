"""How does a person want the player to behave? Keys, speed and the jump back on stop; defaults where nothing is kept.

A foot pedal sends keys, so a key may be any that a browser names. Letters alone are what one types, and are refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from .models import TypingHabits

# What a key can do, in the order in which the page lists them, with the keys that it has from the start.
ACTS: dict[str, tuple[Any, str]] = {
    "toggle": (_("Spela eller stanna"), "F4"),
    "hold": (_("Spela medan tangenten är nere (fotpedal)"), ""),
    "back": (_("Fem sekunder tillbaka"), "F7"),
    "forward": (_("Fem sekunder framåt"), "F8"),
    "slower": (_("Långsammare"), "F2"),
    "faster": (_("Fortare"), "F10"),
    "unclear": (_("Märk ett oklart ställe"), "F9"),
}
DEFAULTS = {name: key for name, (_label, key) in ACTS.items()}
SPEEDS = (50, 60, 75, 90, 100, 110, 125, 150, 175, 200)
LONGEST_JUMP_MS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What a person has chosen, or the defaults."""

    keys: Mapping[str, str] = field(default_factory=lambda: dict(DEFAULTS))
    jump_back_ms: int = 2000
    speed_percent: int = 100

    @property
    def named_keys(self) -> list[tuple[str, Any, str]]:
        """What each key does, its name and in words, and the key; those that have one."""
        return [(name, ACTS[name][0], key) for name, key in self.keys.items() if key]


def habits_of(*, person_id: UUID) -> Habits:
    """Return a person's habits; one statement."""
    row = TypingHabits.objects.filter(person_id=person_id).first()
    if row is None:
        return Habits()
    return Habits(
        keys={name: row.keys.get(name, "") for name in ACTS},
        jump_back_ms=row.jump_back_ms,
        speed_percent=row.speed_percent,
    )
