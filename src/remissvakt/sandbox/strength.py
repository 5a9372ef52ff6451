"""How strong is the sandbox on this machine? Shown by `remissvakt check`: a weaker one is never a secret."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Text

from .limits import Limits
from .run import Contained, NotStarted, run_apart


class Strength(StrEnum):
    """What a hostile file that has taken over its child could still do."""

    FULL = "full"  # nothing but compute: files, network and other processes are refused by the kernel
    LIMITS = "limits"  # memory and time are limited, but what the account may read can be read
    NONE = "none"  # the child does not start at all, so no file can be read either


TEXTS: dict[Strength, Text] = {
    Strength.FULL: _("filer läses i en egen process utan filer, nätverk och hemligheter"),
    Strength.LIMITS: _(
        "filer läses i en egen process med begränsat minne och tid, men systemets kärna kan inte stänga av "
        "filer och nätverk för den"
    ),
    Strength.NONE: _("processen som läser filer går inte att starta, så inga filer kan läsas"),
}


def strength() -> Strength:
    """Start a child, let it try, and return what came of it."""
    try:
        for frame in run_apart(task="probe", arguments={}, limits=Limits()):
            if frame.kind == "possible" and not any(frame.data.values()):
                return Strength.FULL
    except (Contained, NotStarted, OSError):
        return Strength.NONE
    return Strength.LIMITS
