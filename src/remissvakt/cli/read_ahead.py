"""What is read before the service makes copies of itself: all that any of them will need, once."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.urls import get_resolver
from django.utils import translation
from django.utils.module_loading import import_string

from remissvakt.cli.commands.worker import STEPS
from remissvakt.web.compiled_templates import read_compiled


def read_ahead() -> Callable[..., Any]:
    """Return the WSGI application, with every page, text and step of the worker read.

    A page that cannot be imported ends the start here, instead of every process that answers again and again.
    """
    get_resolver().check()
    for step in STEPS:
        import_module(step.rpartition(".")[0])
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("")
    read_compiled()
    application: Callable[..., Any] = import_string(settings.WSGI_APPLICATION)
    return application
