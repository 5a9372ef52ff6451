"""The token of a page's forms, made once for the page however many forms it has."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from markupsafe import Markup

_INPUT = Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">')


class FormToken:
    """The text of a request's token, which is not asked for until a form is drawn: asking sets a cookie."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._text: str | None = None

    def __str__(self) -> str:
        if self._text is None:
            self._text = get_token(self._request)
        return self._text


class FormTokenInput:
    """The hidden field with the token."""

    def __init__(self, token: FormToken) -> None:
        self._token = token

    def __html__(self) -> str:
        return _INPUT.format(str(self._token))

    __str__ = __html__


def form_token(request: HttpRequest) -> dict[str, Any]:
    """What every template is given in place of Django's own, which makes another token for each form."""
    token = FormToken(request)
    return {"csrf_token": token, "csrf_input": FormTokenInput(token)}
