"""Which pages may be opened by whom? All need an actor, except the few that stand here by name.

A new page is closed until somebody writes it down here, and the authorisation table of the tests reads these
lists.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

# Asked by machines; they touch neither session nor account.
FOR_MACHINES = frozenset({"healthz", "readyz"})
# Anybody may open these. They show nothing that lies in the database, except the demo's own persons.
FOR_EVERYBODY = frozenset({"login", "demo_login"})
# For somebody who is logged in, with or without an assignment.
FOR_ACCOUNTS = frozenset({"logout", "choose_assignment", "change_password", "keepalive"})
_LONGEST_PATH = 1000


def turned_away(request: HttpRequest, *, to: str, why: str = "") -> HttpResponse:
    """Send a page view to the page named `to`, and back to where it was bound for after that.

    What a script asked for is answered 401 instead: a redirect would look to it like success. htmx is told
    where the whole window should go. `why` is a word in the address, for the login page to explain.
    """
    address = reverse(to)
    bound_for = _bound_for(request)
    query = [f"next={quote(bound_for, safe='')}"] if bound_for else []
    query += [f"orsak={why}"] if why else []
    if query:
        address = f"{address}?{'&'.join(query)}"
    if is_page_view(request):
        return HttpResponseRedirect(address)
    response = HttpResponse(status=401)
    if request.headers.get("HX-Request") == "true":
        response["HX-Redirect"] = address
    return response


def is_page_view(request: HttpRequest) -> bool:
    """Whether the browser fetches a whole page for its window, rather than a script something for itself."""
    if request.headers.get("HX-Request") == "true" or in_background(request):
        return False
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def in_background(request: HttpRequest) -> bool:
    """Whether a page asks on its own, without anybody touching it: it keeps nobody logged in."""
    return request.headers.get("X-Background") == "1"


def safe_next(request: HttpRequest) -> str:
    """Return the path in `next` to go on to, or "/"; never another site."""
    path = request.POST.get("next") or request.GET.get("next") or ""
    return path if _is_own_path(path) else "/"


def _bound_for(request: HttpRequest) -> str:
    if request.headers.get("HX-Request") == "true":
        parts = urlsplit(request.headers.get("HX-Current-URL", ""))
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    else:
        path = request.get_full_path() if request.method == "GET" else ""
    return path if path != "/" and _is_own_path(path) else ""


def _is_own_path(path: str) -> bool:
    if not path.startswith("/") or len(path) > _LONGEST_PATH:
        return False
    return url_has_allowed_host_and_scheme(path, allowed_hosts=None)
