"""Which roles may open a page at all? What one may not see on it is another matter, and looks like nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from remissvakt.web.errors import error_response
from remissvakt.web.frame import actor_of

View = Callable[..., HttpResponse]


def only(roles: Collection[str]) -> Callable[[View], View]:
    """Answer 403 with a way on for every other role; that the page exists is no secret."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if actor_of(request).role not in roles:
                return error_response(
                    request,
                    status=403,
                    message=_("Din roll i det här uppdraget får inte arbeta med patienter här. Byt uppdrag."),
                )
            return view(request, *args, **kwargs)

        return checked

    return decorate
