"""Log out, or say that one is still there."""

from __future__ import annotations

from typing import Any

import structlog
from django.contrib import auth
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

log = structlog.stdlib.get_logger(__name__)


@require_POST
def logout(request: Any) -> HttpResponse:
    """End the session on the server, and let the browser forget what pages have stored (ASVS 7.4.1, 14.3.1)."""
    log.info("logout", account=str(request.account.id))
    auth.logout(request)
    response = HttpResponseRedirect(reverse("login"))
    response["Clear-Site-Data"] = '"storage"'
    return response


@require_safe
def keepalive(request: Any) -> HttpResponse:
    """204: somebody answered that they are still there; the gate has noted it."""
    return HttpResponse(status=204)
