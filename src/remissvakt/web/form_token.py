"""The token of a page's forms, made once for the page however many forms it has."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from markupsafe import Markup

_INPUT = Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">')


def form_token(request: HttpRequest) -> dict[str, Any]:
    """What every template is given in place of Django's own, which makes another token for each form.

    Neither is made until a form is drawn: asking for the token sets a cookie.
    """
    token = SimpleLazyObject(lambda: get_token(request))
    return {"csrf_token": token, "csrf_input": SimpleLazyObject(lambda: _INPUT.format(token))}
