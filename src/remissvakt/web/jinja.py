"""The Jinja2 environment of every page: escaping on, Swedish texts through gettext, few and plain helpers.

What belongs here is only the wiring. How a day or a number is written stands in ``formatting``.
"""

from functools import cache, lru_cache
from typing import Any

from django.templatetags.static import static
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from remissvakt.core.formats import format_date, format_date_short, format_instant, format_time
from remissvakt.web import formatting
from remissvakt.web.addresses import address
from remissvakt.web.compiled_templates import Compiled
from remissvakt.web.kept import kept_dialogs, kept_files, kept_header, kept_node
from remissvakt.web.once import once_input


def environment(**options: Any) -> Environment:
    """Return the environment that Django's Jinja2 backend asks for.

    A name that a template uses and the view did not give is an error, never an empty string: an empty place
    on a page about a referral could be read as "there is nothing".
    """
    options["autoescape"] = True
    options["undefined"] = StrictUndefined
    options["bytecode_cache"] = Compiled()
    env = Environment(trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"], **options)  # noqa: S701
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    env.globals.update(
        static=cache(static),
        kept_files=kept_files,
        kept_header=kept_header,
        kept_dialogs=kept_dialogs,
        kept_node=kept_node,
        url=address,
        once_input=once_input,
        language=language,
        lateness=formatting.lateness,
        widget_kind=formatting.widget_kind,
        field_errors=formatting.field_errors,
    )
    env.filters.update(
        day=format_date,
        short_day=format_date_short,
        long_day=formatting.long_day,
        clock=format_time,
        moment=format_instant,
        iso=formatting.iso,
        number=formatting.number,
        patient_number=formatting.patient_number,
    )
    return env


def gettext(message: str) -> str:
    """Return a sentence of a template in the active language."""
    return _translated(translation.get_language(), message)


@lru_cache(maxsize=20_000)
def _translated(_language: str, message: str) -> str:
    # Django looks a sentence up in several catalogues each time; a page has some hundred.
    return translation.gettext(message)


def language() -> str:
    """Return the code of the active language: "sv" or "en"."""
    return translation.get_language() or "sv"
