"""Parts of pages that are drawn once: they look the same on every page of the same person.

A kept part is drawn by nothing but what it is given, in one language. What differs from page to page, the address and
the form's token, is put in its place afterwards.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.template import engines
from django.utils.translation import get_language
from markupsafe import Markup, escape

from .shell import Node, Shell

# Stand for what is put in afterwards; characters that nobody can type.
_HERE, _TOKEN = "\ue000here\ue000", "\ue000token\ue000"


def kept_header(shell: Shell, csrf_input: object) -> Markup:
    """The head of a page: who one is, search, and one's own menu."""
    about = replace(
        shell,
        my_nodes=(),
        our_nodes=(),
        daily=None,
        links=(),
        messages=(),
        here=_HERE,
        role_label=str(shell.role_label),
    )
    drawn = _drawn("frame/header.html", get_language(), shell=about)
    return Markup(drawn.replace(_HERE, str(escape(shell.here))).replace(_TOKEN, str(csrf_input)))  # noqa: S704


def kept_files() -> Markup:
    """The style sheets and scripts, which are the same for everybody."""
    return Markup(_drawn("frame/files.html", ""))  # noqa: S704


def kept_dialogs(shell: Shell) -> Markup:
    """The dialogs that any page may need, with the letters that lead to this person's lists."""
    return Markup(_drawn("frame/dialogs.html", get_language(), keys=shell.keys))  # noqa: S704


def kept_node(node: Node) -> Markup:
    """One list of the menu. There are few lists, and most counts are small."""
    return Markup(_drawn("frame/node.html", get_language(), node=node))  # noqa: S704


@lru_cache(maxsize=4000)
def _drawn(template: str, _language: str, **given: Any) -> str:
    engine: Any = engines["jinja2"]
    text: str = engine.env.get_template(template).render(csrf_input=Markup(_TOKEN), **given)  # noqa: S704 - a constant
    return text
