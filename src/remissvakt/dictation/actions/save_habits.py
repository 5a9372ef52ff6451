"""Keep a person's own keys, speed and jump back. Nothing here is about a patient."""

from __future__ import annotations

import re
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal

from ..habits import ACTS, LONGEST_JUMP_MS, SPEEDS, Habits, habits_of
from ..models import TypingHabits

_NAMED = (
    r"F(?:[1-9]|1\d|2[0-4])|Media(?:PlayPause|Stop|Play|Pause|TrackNext|TrackPrevious|Rewind|FastForward)|"
    r"Insert|Pause|ScrollLock|PageUp|PageDown|ContextMenu|BrowserBack|BrowserForward|Launch\w{1,20}"
)
_KEY = re.compile(
    rf"(?:(?:Ctrl\+|Alt\+)(?:Shift\+)?(?:{_NAMED}|[0-9A-Z]|Space|Arrow\w{{2,5}})|(?:Shift\+)?(?:{_NAMED}))"
)


@transaction.atomic(durable=True)
def save_habits(*, person_id: UUID, keys: Mapping[str, str], jump_back_ms: int, speed_percent: int) -> Habits:
    """Keep a person's own choices.

    Raises Refusal "key_unknown" or "key_twice" with the act as its field, "jump_too_long", "speed_unknown".
    """
    clean: dict[str, str] = {}
    for name in ACTS:
        key = keys.get(name, "").strip()
        if key and not _KEY.fullmatch(key):
            raise Refusal(
                "key_unknown",
                _(
                    "Välj en funktionstangent eller medietangent, eller Ctrl eller Alt tillsammans med en tangent."
                ),
                field=name,
            )
        if key and key in clean.values():
            raise Refusal("key_twice", _("Samma tangent kan inte göra två saker."), field=name)
        clean[name] = key
    if not 0 <= jump_back_ms <= LONGEST_JUMP_MS:
        raise Refusal("jump_too_long", _("Välj 0 till 10 sekunder."), field="jump_back")
    if speed_percent not in SPEEDS:
        raise Refusal("speed_unknown", _("Välj en av hastigheterna."), field="speed")
    TypingHabits.objects.update_or_create(
        person_id=person_id,
        defaults={"keys": clean, "jump_back_ms": jump_back_ms, "speed_percent": speed_percent},
    )
    return habits_of(person_id=person_id)
