"""Which roles may open a page at all? That it exists is no secret; what may be done there the actions decide."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from remissvakt.core.refusal import Text
from remissvakt.organisations.models import Role
from remissvakt.referrals.rules.who import LEADING
from remissvakt.web.errors import error_response
from remissvakt.web.frame import actor_of

View = Callable[..., HttpResponse]
FOR_UNIT = _("Enhetens sidor är för dem som arbetar där. Byt uppdrag om du har ett sådant.")
FOR_MANAGER = _("Det här får bara enhetens chef göra. Fråga chefen, eller byt uppdrag om du är det.")
FOR_ADMINISTRATOR = _("Det här får bara en administratör göra. Byt uppdrag om du är det.")


def only(roles: Collection[str], *, why: Text) -> Callable[[View], View]:
    """Answer 403, saying why, for every other role."""

    def decorate(view: View) -> View:
        allowed = require_http_methods(["GET", "HEAD", "POST"])(view)

        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if actor_of(request).role not in roles:
                return error_response(request, status=403, message=why)
            return allowed(request, *args, **kwargs)

        return checked

    return decorate


for_unit = only(LEADING, why=FOR_UNIT)
for_manager = only(frozenset({Role.MANAGER.value}), why=FOR_MANAGER)
for_administrator = only(frozenset({Role.ADMINISTRATOR.value}), why=FOR_ADMINISTRATOR)


def found(row: Any) -> Any:
    """Return the row, or answer 404: what is not there, and what one may not see."""
    if row is None:
        raise Http404
    return row
