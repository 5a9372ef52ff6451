"""What both editors do alike: save by themselves, and keep both texts when two have written at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse

from remissvakt.core.clock import local_time
from remissvakt.core.refusal import NotFound, Refusal, Stale
from remissvakt.referrals.models import ReferralVersion, Reply

from .subject import Subject


def wants_json(request: HttpRequest) -> bool:
    """Whether the page's script asks (autosave), and not a person who has pressed a button."""
    return request.headers.get("Accept", "").startswith("application/json")


def autosave(subject: Subject, save: Callable[[], ReferralVersion | Reply]) -> JsonResponse:
    """Save, and answer as the script expects: 200 with the new version, 409 or 422 with what is wrong."""
    try:
        row = save()
    except NotFound as refusal:
        raise Http404 from refusal
    except Stale as refusal:
        return JsonResponse({"message": refusal.message}, status=409)
    except Refusal as refusal:
        return JsonResponse({"message": refusal.message}, status=422)
    return JsonResponse({"version": row.draft_version, "saved_at": f"{local_time(subject.now):%H:%M}"})


def differing(stored: dict[str, Any], typed: dict[str, Any]) -> dict[str, str]:
    """The stored texts that are not what was typed, by field."""
    return {
        name: str(value)
        for name, value in stored.items()
        if isinstance(value, str) and value.strip() and value != _plain(typed.get(name, ""))
    }


def _plain(text: Any) -> str:
    """As it would be kept: browsers send lines that end in CR LF."""
    return "\n".join(line.rstrip() for line in str(text).splitlines()).strip()
