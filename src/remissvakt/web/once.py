"""A form has one effect however often it is sent: the key that it carries, and the answer that it gets again.

A view that writes is an `answers_once`, and does what the form asks through `act_once`; `once_input()` in the
template draws the key. What is kept, and in which transaction, stands in audit/once.py.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from markupsafe import Markup

from remissvakt.audit.once import Answer, Asked, SentWithOtherContent, answered, do_once
from remissvakt.core.clock import SystemClock
from remissvakt.core.ids import new_id, parse_id
from remissvakt.core.refusal import Refusal
from remissvakt.web.acting import tell_once

KEY = "nyckel"
# What travels along with a form and is no part of what it asks for.
_NO_CONTENT = frozenset({KEY, "csrfmiddlewaretoken", "tillbaka", "kom_fran"})


def once_input() -> Markup:
    """The hidden field of a form that is to have one effect, with a key of its own."""
    key = new_id(now=SystemClock().now())
    return Markup('<input type="hidden" name="{}" value="{}">').format(KEY, key)


def act_once(request: HttpRequest, act: Callable[[], Answer]) -> HttpResponse:
    """Do what a form asks in one transaction, or find that it was done; say so, and go where that leads.

    Raises what `act` raises; SentWithOtherContent, which is Stale, for a key that came with something else before.
    """
    return _go(request, do_once(_asked(request), act, now=request.now))  # type: ignore[attr-defined]


def answers_once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a form that was answered before have that answer, where the view can do nothing more with it.

    The act may have changed what the form's choices are, and what its sender may see.
    """

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        try:
            response = view(request, *args, **kwargs)
        except (Http404, Refusal):
            before = _answered(request)
            if before is None:
                raise
            return _go(request, before)
        before = _answered(request) if response.status_code in (404, 409, 422) else None
        return response if before is None else _go(request, before)

    return answering


def _asked(request: HttpRequest) -> Asked | None:
    """What the form asks for, by whom; None without a key."""
    key = parse_id(request.POST.get(KEY))
    actor = getattr(request, "actor", None)
    if key is None or actor is None:
        return None
    said = [
        [name, values]
        for fields in (request.POST, request.GET)
        for name, values in sorted(fields.lists())
        if name not in _NO_CONTENT
    ]
    content = json.dumps([request.path, str(actor.assignment_id), said], ensure_ascii=False)
    return Asked(key=key, person_id=actor.person_id, content=hashlib.sha256(content.encode()).hexdigest())


def _answered(request: HttpRequest) -> Answer | None:
    """The former answer to the very same request."""
    asked = _asked(request)
    try:
        return answered(asked) if asked is not None else None
    except SentWithOtherContent:
        return None


def _go(request: HttpRequest, answer: Answer) -> HttpResponse:
    if answer.told is not None:
        tell_once(request, answer.told)
    return HttpResponseRedirect(answer.to)
