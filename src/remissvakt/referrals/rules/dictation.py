"""When a dictation may be taken, typed, marked, settled and sent back. Pure.

One set of checks for all: the text that a dictation becomes is the latest version, a reply or a letter.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal

from ..facts import TextFacts
from . import letter, text, who
from .context import Context


def text_of(c: Context) -> TextFacts:
    """The text that the act is about."""
    if c.letter is not None:
        return c.letter.text
    return c.reply.text if c.reply is not None else c.version.text


def at_typing_unit(c: Context) -> Refusal | None:
    if _unit_id(c) in c.actor.unit_ids:
        return None
    return Refusal("not_at_typing_unit", _("Bara enheten där det är dikterat kan göra det här."))


def text_open(c: Context) -> Refusal | None:
    if c.letter is not None:
        return letter.letter_open(c)
    return text.reply_open(c) if c.reply is not None else text.version_open(c)


def unsigned(c: Context) -> Refusal | None:
    return text.unsigned(text_of(c))


def dictated(c: Context) -> Refusal | None:
    if not text_of(c).dictated:
        return Refusal("not_dictated", _("Texten är inte dikterad."))
    return None


def awaits_typing(c: Context) -> Refusal | None:
    return text.awaits_transcription(text_of(c))


def spoken(c: Context) -> Refusal | None:
    """Nobody types what is still being spoken, but for its author, who may write it instead."""
    found = text_of(c)
    if found.dictated and not found.spoken and found.transcribed_at is None and not _is_author(c):
        return Refusal("not_spoken", _("Diktatet är inte klart: den som dikterar har inte lämnat det än."))
    return None


def typed(c: Context) -> Refusal | None:
    return text.transcribed(text_of(c))


def signs_it(c: Context) -> Refusal | None:
    """Whoever signs sends back: they alone know what was meant."""
    if c.letter is not None:
        return letter.author_or_stand_in(c)
    return who.answer_signer(c) if c.reply is not None else who.referrer_or_stand_in(c)


def _unit_id(c: Context) -> UUID | None:
    if c.letter is not None:
        return c.letter.from_unit_id
    return c.reply.from_unit_id if c.reply is not None else c.facts.referrer_unit_id


def _is_author(c: Context) -> bool:
    if c.letter is not None:
        return c.letter.author_id == c.actor.person_id
    author_id = c.reply.author_id if c.reply is not None else c.version.author_id
    return author_id == c.actor.person_id
