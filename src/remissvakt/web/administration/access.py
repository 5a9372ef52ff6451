"""/administration/atkomst/: who has read patients' data: by patient, person, unit and period; samples; the review.

The log shows that somebody read, never what. A patient's number is posted and goes no further: the address and
the page have a reference instead. Whoever looks leaves an administrative event.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from remissvakt.audit.models import AccessLog
from remissvakt.core.identifiers import read_patient_number
from remissvakt.core.ids import parse_id
from remissvakt.core.refusal import Refusal
from remissvakt.organisations.actions.read_access_log import Asked, note_review, read_access_log
from remissvakt.organisations.models import Person, Unit
from remissvakt.patients.models import Patient
from remissvakt.web.acting import run
from remissvakt.web.frame import actor_of, today_of
from remissvakt.web.unit.fields import Day, Form, FromList, Line, Long, Pick, choose
from remissvakt.web.unit.gate import for_administrator
from remissvakt.web.unit.pages import done

from .access_file import as_csv
from .access_rows import shown_rows
from .access_words import ACTIONS
from .pages import PAGE_SIZE, admin_page, page_address, page_number
from .patient_reference import patient_reference

USUAL_PERIOD = timedelta(days=30)
SAMPLE = 20
MOST_IN_FILE = 50_000


class AccessFilter(Form):
    """Whose reading, where, and when; a patient comes by POST, see `find`."""

    person = FromList(label=_("Vem läste"), required=False)
    enhet = FromList(label=_("Vid enhet"), required=False)
    vad = Pick(label=_("Vad"), required=False)
    fran = Day(label=_("Från och med"), required=False, past=True)
    till = Day(label=_("Till och med"), required=False, past=True, last=True)


class NumberForm(Form):
    """The number of a patient, for their extract or a suspicion."""

    number = Line(label=_("Personnummer, samordningsnummer eller reservnummer"))


class RemarkForm(Form):
    """What a review showed."""

    remark = Long(
        label=_("Vad visade granskningen?"), help_text=_("Skriv inga personnummer eller patientnamn.")
    )


@for_administrator
@require_safe
def access(request: HttpRequest) -> HttpResponse:
    """A page of reads, or with `?stickprov=1` some of them by chance."""
    form = _filter(request)
    if not form.is_valid():
        return _draw(request, form, None, status=422)
    asked = _asked(request, form)
    sample = "stickprov" in request.GET
    number = page_number(request)
    read = run(
        request,
        form,
        lambda: read_access_log(
            asked=asked,
            how="sample" if sample else "page",
            offset=0 if sample else (number - 1) * PAGE_SIZE,
            limit=SAMPLE if sample else PAGE_SIZE,
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    return _draw(request, form, asked, read=read, sample=sample, number=number)


@for_administrator
def find(request: HttpRequest) -> HttpResponse:
    """Find the reads of the patient with a number. One who is not here, and one nobody has read, answer alike."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("admin_access"))
    number = NumberForm(request.POST, today=today_of(request))
    patient_id = run(request, number, lambda: _patient(number.cleaned_data["number"], today_of(request)))
    if patient_id is None:
        return _draw(request, _filter(request), None, number_form=number, status=422)
    kept = {name: request.POST[name] for name in ("fran", "till") if request.POST.get(name)}
    query = urlencode({"patient": str(patient_id), **kept})
    return HttpResponseRedirect(f"{reverse('admin_access')}?{query}")


@for_administrator
@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """The same reads as a file for a spreadsheet."""
    form = _filter(request)
    if not form.is_valid():
        return _draw(request, form, None, status=422)
    rows, total = read_access_log(
        asked=_asked(request, form),
        how="file",
        limit=MOST_IN_FILE,
        actor=actor_of(request),
        now=request.now,  # type: ignore[attr-defined]
    )
    response = HttpResponse(as_csv(shown_rows(rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="atkomstlogg-{today_of(request).isoformat()}.csv"'
    )
    response["X-Total"] = str(total)
    return response


@for_administrator
def reviewed(request: HttpRequest) -> HttpResponse:
    """Keep that the reads of the filter were reviewed, and what that showed."""
    form = _filter(request)
    remark = RemarkForm(request.POST if request.method == "POST" else None, today=today_of(request))
    if not form.is_valid() or request.method != "POST":
        return _draw(request, form, None, remark_form=remark, status=422 if form.errors else 200)
    asked = _asked(request, form)
    noted = run(request, remark, lambda: _note(request, asked, remark.cleaned_data["remark"]))
    if noted is None:
        return _draw(request, form, None, remark_form=remark, status=422)
    return done(request, _("Granskningen är antecknad i ändringshistoriken."), reverse("admin_access"))


def _note(request: HttpRequest, asked: Asked, remark: str) -> bool:
    note_review(
        asked=asked,
        remark=remark,
        actor=actor_of(request),
        now=request.now,  # type: ignore[attr-defined]
    )
    return True


def _patient(text: str, today: date) -> UUID:
    try:
        value = read_patient_number(text, today=today).value
    except Refusal as refusal:
        raise refusal.for_field("number") from None
    patient_id = Patient.objects.filter(number=value).values_list("id", flat=True).first()
    if patient_id is None or not AccessLog.objects.filter(patient_id=patient_id).exists():
        raise Refusal("no_reads", _("Ingen läsning finns för det numret."), field="number")
    return patient_id


def _filter(request: HttpRequest) -> AccessFilter:
    every, today = _("Alla"), today_of(request)
    people = Person.objects.order_by("sort_name", "id")
    units = Unit.objects.filter(local=True).order_by("sort_name", "id")
    choices = {
        "person": choose([(row.id, row.name) for row in people], empty=every),
        "enhet": choose([(row.id, row.name) for row in units], empty=every),
        "vad": choose(list(ACTIONS.items()), empty=every),
    }
    return AccessFilter(request.GET, today=today, choices=choices)


def _asked(request: HttpRequest, form: AccessFilter) -> Asked:
    typed, today = form.cleaned_data, today_of(request)
    last = typed["till"] or today
    return Asked(
        first=typed["fran"] or last - USUAL_PERIOD,
        last=last,
        patient_id=parse_id(request.GET.get("patient")),
        person_id=typed["person"],
        unit_id=typed["enhet"],
        action=typed["vad"],
    )


def _draw(
    request: HttpRequest,
    form: AccessFilter,
    asked: Asked | None,
    *,
    read: Any = None,
    sample: bool = False,
    number: int = 1,
    number_form: NumberForm | None = None,
    remark_form: RemarkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    rows, total = read or ((), 0)
    pages = max(1, -(-total // PAGE_SIZE))
    query = request.GET.copy()
    for name in ("sida", "stickprov"):
        query.pop(name, None)
    today = today_of(request)
    context = {
        "form": form,
        "number_form": number_form or NumberForm(today=today),
        "remark_form": remark_form or RemarkForm(today=today),
        "asked": asked,
        "reference": patient_reference(asked.patient_id) if asked and asked.patient_id else "",
        "rows": shown_rows(rows),
        "total": total,
        "sample": sample,
        "number": min(number, pages),
        "pages": pages,
        "address": page_address(request),
        "query": query.urlencode(),
        "read": read is not None,
    }
    if form.is_bound and form.errors:
        status = 422
    return admin_page(request, "administration/access.html", context, tab="admin_access", status=status)
