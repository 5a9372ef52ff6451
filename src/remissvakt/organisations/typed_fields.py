"""How are the typed fields of units and persons read? Cleaned, bounded, with a warning where one is due."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from remissvakt.core.identifiers import read_hsa_id
from remissvakt.core.refusal import Refusal, Text
from remissvakt.core.texts import clean_line

from .models import Channel

_POSTAL_CODE = re.compile(r"([0-9]{3}) ?([0-9]{2})")
_MISSING = _("Fältet får inte vara tomt.")


def required_line(text: str, *, max_length: int, field: str) -> str:
    """Return the cleaned line. Raises Refusal "missing" if nothing is left, "text_too_long" if it is long."""
    line = clean_line(text, max_length=max_length, field=field)
    if not line:
        raise Refusal("missing", _MISSING, field=field)
    return line


def hsa_id_line(text: str, *, field: str = "hsa_id") -> tuple[str, tuple[Text, ...]]:
    """Return the HSA-id and warnings; an empty text is no HSA-id. Raises Refusal "hsa_id_…"."""
    if not clean_line(text, max_length=200, field=field):
        return "", ()
    try:
        read = read_hsa_id(text)
    except Refusal as refusal:
        raise refusal.for_field(field) from None
    return read.value, read.warnings


def postal_code_line(text: str, *, field: str = "postal_code") -> str:
    """Return a Swedish code as "123 45"; codes of other countries as they were typed."""
    line = clean_line(text, max_length=10, field=field)
    match = _POSTAL_CODE.fullmatch(line)
    return f"{match[1]} {match[2]}" if match else line


def channel_list(values: Iterable[str], *, local: bool, field: str = "channels") -> list[str]:
    """Return the channels, most wanted first. Raises Refusal "channels" for none, or one that cannot be."""
    chosen = list(dict.fromkeys(values))
    possible = set(Channel.values) if local else {Channel.PAPER.value, Channel.PHONE.value}
    if not chosen or not set(chosen) <= possible:
        raise Refusal("channels", _("Välj på vilka sätt enheten kan ta emot remisser."), field=field)
    return chosen
