"""What letters are called in the pages."""

from __future__ import annotations

from django.utils.translation import gettext as _

from remissvakt.letters.words import kind_of
from remissvakt.referrals.models import Letter


def letter_title(letter: Letter, *, to: str) -> str:
    """What kind of letter it is, and to whom; `to` is the receiving unit's name, "" for a patient."""
    return _("%(what)s till %(to)s") % {"what": kind_of(letter.kind), "to": to or _("patienten")}
