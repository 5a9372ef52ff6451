"""/ankomst/: a referral has come on paper, by phone, or as the patient's own request (B.1)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from remissvakt.audit.once import Answer
from remissvakt.core.ids import parse_id
from remissvakt.core.refusal import Refusal
from remissvakt.documents.models import Document
from remissvakt.organisations.actions.register_external_unit import register_external_unit
from remissvakt.organisations.models import Unit
from remissvakt.patients.models import Patient
from remissvakt.referrals.actions.register_arrival import register_arrival as register
from remissvakt.referrals.models import Case
from remissvakt.scanning.visible import visible_documents
from remissvakt.web.acting import back_path, message, run, status_of
from remissvakt.web.frame import CARE, actor_of, page, today_of
from remissvakt.web.once import act_once, answers_once
from remissvakt.web.patients.banner import banner_of
from remissvakt.web.patients.chosen import chosen_patient
from remissvakt.web.patients.referral_rows import ReferralRow, rows_of, visible_referrals
from remissvakt.web.patients.roles import only
from remissvakt.web.scanning.going_on import go_on
from remissvakt.web.scanning.viewer import viewer_of

from .arrival_form import NEW_UNIT, ArrivalForm, fresh_arrival
from .choose_patient import choose_patient
from .field_names import naming
from .own_unit import ARRIVAL, at_own_unit
from .referral_form import Setting
from .text_fields import MORE_FIELDS
from .twice import already_there
from .units import pick, recent_senders

LOOK, OWN = "look", "egen"


@require_http_methods(["GET", "POST"])
@answers_once
@only(CARE)
@at_own_unit(ARRIVAL)
def register_arrival(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Patient first, then the form. `?papper=` registers an unlinked paper, `?slag=egen` the patient's own request."""
    if "patient" not in request.GET:
        paper = _paper(request)
        beside = {"viewer": viewer_of(paper) if paper else None}
        return choose_patient(request, title=ARRIVAL, till="ankomst", beside=beside)
    setting = Setting(unit=unit, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
    own_request = request.GET.get("slag") == OWN
    looking = request.POST.get("do") == LOOK
    if looking and request.headers.get("HX-Request") == "true":
        form = ArrivalForm(setting=setting, own_request=own_request, initial=request.POST.dict())
        return page(request, "registering/sender.html", {"picker": _picker(form)})
    patient = chosen_patient(request, action="register_arrival")
    paper = _paper(request)
    if request.method == "GET":
        fresh = fresh_arrival(setting=setting, patient=patient, paper=paper, own_request=own_request)
        return _draw(request, fresh, patient, paper)
    if looking:
        typed = {**request.POST.dict(), "new_channels": request.POST.getlist("new_channels")}
        form = ArrivalForm(setting=setting, own_request=own_request, initial=typed)
        return _draw(request, form, patient, paper)
    form = ArrivalForm(request.POST, setting=setting, own_request=own_request)
    done = run(request, form, lambda: _do(request, form, patient, paper))
    return _draw(request, form, patient, paper) if done is None else done


def _do(request: HttpRequest, form: ArrivalForm, patient: Patient, paper: Document | None) -> HttpResponse:
    """A new unit stays registered, and chosen in the form, also where the rest is refused."""
    if form.adds_unit:
        _add_unit(request, form)
    return act_once(request, lambda: _answer(request, form, patient, paper))


def _answer(request: HttpRequest, form: ArrivalForm, patient: Patient, paper: Document | None) -> Answer:
    case = _register(form, patient, paper)
    told = _("Ankomsten är registrerad med koden %(code)s.") % {"code": case.referral.code}
    if paper is not None and paper.scan_id is not None:
        return go_on(request, paper, told)
    own_page = reverse("referral", kwargs={"referral_id": case.referral_id})
    return Answer(to=back_path(request) or own_page, told=message(told))


def _paper(request: HttpRequest) -> Document | None:
    if "papper" not in request.GET:
        return None
    document_id = parse_id(request.GET["papper"])
    ours = visible_documents(actor_of(request)).filter(unit_id__in=actor_of(request).unit_ids, linked_at=None)
    paper = ours.select_related("scan").filter(id=document_id).first() if document_id else None
    if paper is None:
        raise Http404
    return paper


def _add_unit(request: HttpRequest, form: ArrivalForm) -> None:
    if already_there_by_id(request, form):
        raise Refusal(
            "already_registered", _("Det här är redan registrerat: formuläret skickades två gånger.")
        )
    with naming(**{name: f"new_{name}" for name in NEW_UNIT}, channels="new_channels"):
        form.sender, _warnings = register_external_unit(
            **form.new_unit_values(), actor=form.setting.actor, now=form.setting.now
        )


def _register(form: ArrivalForm, patient: Patient, paper: Document | None) -> Case:
    setting, data, level = form.setting, form.cleaned_data, form.level
    assert level is not None
    with naming(from_unit="from_unit_text"):
        return register(
            referral_id=data["referral_id"],
            unit_id=setting.unit.id,
            patient_id=patient.id,
            source=form.source,
            from_unit_id=form.sender.id if form.sender else None,
            referrer_name="" if form.own_request else data["referrer_name"],
            arrived_on=data["arrived_on"],
            fields=form.texts(),
            actor=setting.actor,
            now=setting.now,
            decided_on=data["decided_on"],
            priority_rank=level.rank,
            priority_label=level.label,
            assessor_id=form.assessor_id,
            document_id=paper.id if paper else None,
        )


def already_there_by_id(request: HttpRequest, form: ArrivalForm) -> bool:
    """Whether the same form has been registered before; asked before a new unit would be made a second time."""
    return visible_referrals(actor_of(request)).filter(id=form.cleaned_data["referral_id"]).exists()


def _picker(form: ArrivalForm) -> Any:
    typed = form["from_unit_text"].value() or ""
    unit_id = form.setting.unit.id
    recent = () if typed.strip() else recent_senders(unit_id=unit_id)
    return pick(name="from_unit", text=typed, chosen=form.sender, recent=recent, own=unit_id)


def _draw(request: HttpRequest, form: ArrivalForm, patient: Patient, paper: Document | None) -> HttpResponse:
    query = {name: value for name, value in request.GET.dict().items() if name != "slag"}
    context = {
        "form": form,
        "patient": banner_of(patient, today=today_of(request)),
        "unit": form.setting.unit,
        "paper": paper,
        "viewer": viewer_of(paper) if paper else None,
        "picker": _picker(form),
        "more_fields": MORE_FIELDS,
        "new_unit_fields": [f"new_{name}" for name in NEW_UNIT],
        "open_rows": _open_here(request, form, patient),
        "twice": already_there(request, form),
        "kinds": (
            (_("Remiss från en enhet"), f"?{urlencode(query)}", not form.own_request, None),
            (_("Egen vårdbegäran"), f"?{urlencode({**query, 'slag': OWN})}", form.own_request, None),
        ),
        "back_url": back_path(request),
    }
    return page(request, "registering/arrival.html", context, status=status_of(form))


def _open_here(request: HttpRequest, form: ArrivalForm, patient: Patient) -> list[ReferralRow]:
    """Cases of the patient that are open at the unit: perhaps it is one of them that has come once more."""
    actor = actor_of(request)
    at_us = Q(cases__unit=form.setting.unit, cases__state__in=("sent", "received", "in_progress"))
    return rows_of(visible_referrals(actor).filter(at_us, patient=patient).order_by("-id")[:10], actor=actor)
