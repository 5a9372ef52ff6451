"""/konto/: one's own page: password, looks, language, letters, assignments and absences."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from remissvakt.organisations.actors import valid_on
from remissvakt.organisations.models import Absence, Assignment
from remissvakt.web.frame import actor_of, page, today_of
from remissvakt.web.login.forms import PasswordForm
from remissvakt.web.preferences import read_preferences


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Show it; what can be changed posts to `change_password` and `preferences`, which lead back here."""
    actor, today = actor_of(request), today_of(request)
    preferences = read_preferences(request)
    assignments = (
        Assignment.objects.filter(person_id=actor.person_id)
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=today))
        .select_related("unit")
        .order_by("unit__sort_name", "from_on", "id")
    )
    absences = Absence.objects.filter(person_id=actor.person_id).filter(
        Q(to_on__isnull=True) | Q(to_on__gte=today)
    )
    context: dict[str, Any] = {
        "account": request.account,  # type: ignore[attr-defined]
        "form": PasswordForm(),
        "theme_now": preferences.theme,
        "letters_on": preferences.letters_on,
        "languages": settings.LANGUAGES,
        "assignments": list(assignments),
        "valid_ids": set(assignments.filter(valid_on(today)).values_list("id", flat=True)),
        "absences": list(absences.order_by("from_on", "id")),
    }
    return page(request, "account/own.html", context)
