"""A small site around the style guide, so that the shell's scripts meet answers as real views give them.

Its state is what the tests set and read; it holds no rule of the product.
"""

import dataclasses
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import engines
from django.urls import path

from remissvakt.core.dates import parse_date
from remissvakt.core.refusal import Refusal
from remissvakt.web.errors import error_response
from remissvakt.web.formatting import long_day
from remissvakt.web.preferences import read_preferences, save_preferences
from remissvakt.web.style_guide import style_guide_context

TODAY = date(2026, 11, 23)
# Filled by the site, emptied by each test.
saved: list[dict[str, str]] = []
answers: dict[str, Any] = {"autosave": 200, "new": 0, "kept_alive": 0}

LIST = """{% extends "base.html" %}
{% from "macros/page.html" import heading %}
{% from "macros/worklist.html" import list_row, split, toolbar, worklist %}
{% from "macros/referral.html" import action_list, patient_banner with context %}
{% block title %}Att bevaka{% endblock %}
{% block content %}
{{ heading("Att bevaka", count=4, overdue=2) }}
{{ toolbar("/list/", "/new/", "t1") }}
{% set rows_html %}{% call worklist("Att bevaka") %}
{% for row in rows %}{{ list_row(row, today) }}{% endfor %}
{% endcall %}{% endset %}
{% set detail_html %}{{ patient_banner(patient) }}{{ action_list(actions, refused) }}{% endset %}
{{ split(rows_html, detail_html, open=open, back_url="/list/") }}
{% endblock %}"""

DRAFT = """{% extends "base.html" %}
{% import "macros/form.html" as form %}
{% block title %}Utkast{% endblock %}
{% block content %}
<h1>Utkast</h1>
<form class="form" method="post" action="/draft/" data-autosave="/autosave/">
  {{ csrf_input }}{{ form.guards(1) }}
  {{ form.textarea("question", "Frågeställning", max_length=20) }}
  {{ form.typed_date("day", "Dag", read_url="/date/") }}
  {{ form.submit("Spara", saved=true) }}
</form>
{% endblock %}"""


def _context(request: HttpRequest) -> dict[str, Any]:
    preferences = read_preferences(request)
    context = style_guide_context(today=TODAY, theme=preferences.theme)
    context["shell"] = dataclasses.replace(
        context["shell"],
        messages=(),
        letters_on=preferences.letters_on,
        home_url="/list/",
        search_url="/search/",
        help_url="/help/",
        preferences_url="/preferences/",
        counts_url="/counts/",
        keepalive_url="/alive/",
        idle_seconds=900,
        here=request.get_full_path(),
    )
    return context


def _inline(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return HttpResponse(engines["jinja2"].from_string(template).render(context, request))


def guide(request: HttpRequest) -> HttpResponse:
    return render(request, "style_guide.html", _context(request))


def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "help.html", _context(request))


def work(request: HttpRequest, chosen: str = "") -> HttpResponse:
    """The list, with the chosen row open; row 4 is one that cannot be opened."""
    if chosen == "4":
        return error_response(request, status=404)
    context = _context(request)
    rows = context["rows"]
    context["rows"] = [
        dataclasses.replace(row, url=f"/list/{row.key}/", selected=row.key == chosen) for row in rows
    ]
    context["open"] = bool(chosen)
    if chosen:
        row = next(row for row in rows if row.key == chosen)
        context["patient"] = dataclasses.replace(
            context["patient"], name=f"{row.name} {chosen}", number=row.number
        )
    context["actions"] = [dataclasses.replace(context["actions"][0], url="/help/")]
    return _inline(request, LIST, context)


def draft(request: HttpRequest) -> HttpResponse:
    return _inline(request, DRAFT, _context(request))


def autosave(request: HttpRequest) -> HttpResponse:
    saved.append({name: str(value) for name, value in request.POST.items()})
    if answers["autosave"] == 200:
        return JsonResponse({"version": len(saved) + 1, "saved_at": "10:32"})
    return JsonResponse({"message": "Anna Andersson hann före."}, status=answers["autosave"])


def read_date(request: HttpRequest) -> HttpResponse:
    try:
        text, status = long_day(parse_date(request.GET["text"], today=TODAY)), 200
    except Refusal as refusal:
        text, status = refusal.message, 422
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)


def counts(request: HttpRequest) -> HttpResponse:
    assert request.headers["X-Background"] == "1"
    return JsonResponse(
        {"nodes": {"mine:7": {"count": 15, "overdue": 0}, "mine:0": {"count": 2, "overdue": 1}}}
    )


def new(request: HttpRequest) -> HttpResponse:
    assert request.GET["newest"] == "t1"
    return JsonResponse({"new": answers["new"], "label": f"{answers['new']} nya"})


def alive(request: HttpRequest) -> HttpResponse:
    answers["kept_alive"] += 1
    return JsonResponse({})


urlpatterns = [
    path("", guide),
    path("help/", help_page),
    path("list/", work),
    path("list/<str:chosen>/", work),
    path("draft/", draft),
    path("autosave/", autosave),
    path("date/", read_date),
    path("counts/", counts),
    path("new/", new),
    path("alive/", alive),
    path("preferences/", save_preferences),
]
