"""How does a view do one thing, say what was done, and go on to the next?

`run` turns what the heart refuses into errors of a form. A refusal that no form caught becomes a page through
`RefusalPages`: 404 for what is not found, else 409 (errors.py).

The path of the list that one came from travels along as `tillbaka`, in addresses and hidden fields. It already
points at the row to open next, so that an act ends there without anything being remembered between requests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from remissvakt.core.refusal import NotFound, Refusal, Refusals, Stale, Text
from remissvakt.web.errors import refusal_response
from remissvakt.web.shell import Message

BACK = "tillbaka"
_MESSAGES = "told"
_LONGEST_PATH = 1000
T = TypeVar("T")


# --- Doing -------------------------------------------------------------------------------------------------
def run(request: HttpRequest, form: Form | None, act: Callable[[], T]) -> T | None:
    """Call one action and return what it returns; None when the form has errors instead (see `status_of`).

    An invalid form is not acted on. A Refusal lands at its field, or above the form where it names none. A Stale
    too, and the form then answers 409: draw it again, with what was typed and the present version, since the
    sentence has told who changed what. NotFound raises Http404. Without a form, refusals pass on to RefusalPages.
    """
    if form is not None and not form.is_valid():
        return None
    try:
        return act()
    except NotFound as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        if form is None:
            raise
        show_refusal(form, refusal)
        return None


def show_refusal(form: Form, refusal: Refusal) -> None:
    """Put a refusal, or each of several, among the errors of a form."""
    for one in refusal.all if isinstance(refusal, Refusals) else (refusal,):
        form.add_error(one.field if one.field in form.fields else None, one.message)
        if isinstance(one, Stale):
            form.stale = True  # type: ignore[attr-defined]


def status_of(form: Form) -> int:
    """Return the HTTP status to draw a form with: 200 unbound or valid, 409 after Stale, otherwise 422."""
    if not form.is_bound or form.is_valid():
        return 200
    return 409 if getattr(form, "stale", False) else 422


# --- Saying ------------------------------------------------------------------------------------------------
def tell(
    request: HttpRequest,
    text: Text,
    *,
    level: str = "done",
    url: str = "",
    url_label: Text = "",
    post: bool = False,
) -> None:
    """Say on the next page what was done; see shell.Message. The text holds nothing about a patient."""
    one = message(text, level=level, url=url, url_label=url_label, post=post)
    request.session[_MESSAGES] = [*request.session.get(_MESSAGES, []), one]


def message(
    text: Text, *, level: str = "done", url: str = "", url_label: Text = "", post: bool = False
) -> dict[str, Any]:
    """What `tell` says, as a session and a kept answer (once.py) hold it."""
    return {"text": str(text), "level": level, "url": url, "url_label": str(url_label), "post": post}


def tell_once(request: HttpRequest, one: dict[str, Any]) -> None:
    """Say it, unless it waits to be said already: the form came twice."""
    told = request.session.get(_MESSAGES, [])
    if one not in told:
        request.session[_MESSAGES] = [*told, one]


def is_told(request: HttpRequest) -> bool:
    """Whether something is to be said on the next page."""
    return bool(request.session.get(_MESSAGES))


def take_messages(request: HttpRequest) -> tuple[Message, ...]:
    """Return what is to be said, once. A part of a page that htmx fetches leaves it for the next whole page."""
    if _MESSAGES not in request.session or request.headers.get("HX-Request") == "true":
        return ()
    return tuple(Message(**one) for one in request.session.pop(_MESSAGES))


# --- Going on ----------------------------------------------------------------------------------------------
def back_path(request: HttpRequest) -> str:
    """Return the path of `tillbaka`, or "". A list sets `request.tillbaka` for the detail that it shows."""
    path = getattr(request, BACK, "") or request.POST.get(BACK) or request.GET.get(BACK) or ""
    safe = path.startswith("/") and len(path) <= _LONGEST_PATH
    return path if safe and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""


def with_back(address: str, request: HttpRequest) -> str:
    """Return an address with the present `tillbaka` in it, for links from a detail to the pages of its acts."""
    path = back_path(request)
    if not path:
        return address
    return f"{address}{'&' if '?' in address else '?'}{BACK}={quote(path, safe='')}"


def redirect_next(
    request: HttpRequest,
    *,
    otherwise: str,
    text: Text = "",
    undo_url: str = "",
    undo_label: Text = "",
    level: str = "done",
) -> HttpResponse:
    """After an act: say it, and go to the next row of the list one came from, else to `otherwise`.

    `undo_url` is posted to by the button Ångra (or `undo_label`); give it where the act can be undone.
    """
    if text:
        tell(request, text, level=level, url=undo_url, url_label=undo_label, post=bool(undo_url))
    return HttpResponseRedirect(back_path(request) or otherwise)


class RefusalPages:
    """Middleware: a refusal that no view caught becomes a page that says why, and leads back to the referral."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        return refusal_response(request, exception, back_url=_present_state(request))


def _present_state(request: HttpRequest) -> str:
    referral_id = request.resolver_match.kwargs.get("referral_id") if request.resolver_match else None
    if referral_id is not None:
        return with_back(reverse("referral", kwargs={"referral_id": referral_id}), request)
    return back_path(request)
