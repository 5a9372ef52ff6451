"""How is a typed text cleaned before it is kept?

What a reader cannot see is taken away: control characters, and the marks that reverse or isolate the
direction of writing, with which a text can be made to look like another. Nothing that says something is:
emoji, letters of any script, and the joiners that they need stay. What is too long is refused, never cut.
"""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal

# Embeddings, overrides and isolates (U+202A–202E, U+2066–2069), the deprecated shaping controls, and the byte
# order mark. The plain marks U+200E and U+200F stay: they reverse nothing and mixed text may need them.
_DISGUISES = re.compile(r"[\u202a-\u202e\u2066-\u206f\ufeff]")
_LINE_BREAKS = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

_UNSEEN = frozenset({"Cf", "Zs", "Cc", "Mn", "Me"})


def clean_text(text: str, *, max_length: int, field: str, multiline: bool = True) -> str:
    """Return the text in NFC with ``\\n`` between lines, without invisible signs or blank ends;
    a text with nothing to see in it becomes "".

    With ``multiline`` off every run of white space becomes one space. ``max_length`` counts characters (code
    points) of the result; a longer one raises Refusal "text_too_long" for ``field``, with both lengths.
    """
    text = _LINE_BREAKS.sub("\n", text)
    text = _DISGUISES.sub("", _CONTROLS.sub("", text))
    text = unicodedata.normalize("NFC", text)
    text = "\n".join(line.rstrip() for line in text.split("\n")) if multiline else " ".join(text.split())
    text = text.strip()
    if all(unicodedata.category(sign) in _UNSEEN for sign in text):
        text = ""
    if len(text) > max_length:
        raise Refusal(
            "text_too_long",
            _(
                "Texten är för lång: %(length)s tecken, och högst %(max)s får plats. Korta den och försök igen."
            ),
            field=field,
            length=len(text),
            max=max_length,
        )
    return text


def clean_line(text: str, *, max_length: int, field: str) -> str:
    """Return the text as one line: as ``clean_text``, with every run of white space made one space."""
    return clean_text(text, max_length=max_length, field=field, multiline=False)
