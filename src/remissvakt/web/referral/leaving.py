"""Where one goes who changes one's mind: to the page one came from, not on to the next row.

`tillbaka` leads onwards, after an act; this leads back, without one.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

CAME_FROM = "kom_fran"
_ACTS_THEMSELVES = re.compile(r"^/remiss/[^/]+/(?:gor/|text/|svar/)")


def came_from(request: HttpRequest, *, otherwise: str) -> str:
    """The path of the page that led to the form (its hidden field remembers it), else `otherwise`."""
    path = request.POST.get(CAME_FROM) or _referring_path(request)
    safe = path.startswith("/") and len(path) <= 1000
    if not safe or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return otherwise
    return otherwise if _ACTS_THEMSELVES.match(path) else path


def _referring_path(request: HttpRequest) -> str:
    """Only of this site: the browser tells of no other page (Referrer-Policy: same-origin)."""
    found = urlsplit(request.headers.get("Referer", ""))
    if found.netloc != request.get_host():
        return ""
    return f"{found.path}?{found.query}" if found.query else found.path
