"""/remiss/ny/: decide on a referral, and write it, have a dictation written, or sign and send it at once (A.1)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from remissvakt.core.formats import format_date
from remissvakt.organisations.models import Unit
from remissvakt.patients.models import Patient
from remissvakt.referrals.actions.decide import decide
from remissvakt.referrals.actions.send import refer
from remissvakt.referrals.models import Referral
from remissvakt.web.acting import back_path, run, status_of, tell, with_back
from remissvakt.web.frame import CARE, actor_of, page, today_of
from remissvakt.web.patients.banner import banner_of
from remissvakt.web.patients.chosen import chosen_patient
from remissvakt.web.patients.referral_rows import rows_of, visible_referrals
from remissvakt.web.patients.roles import only

from .choose_patient import choose_patient
from .field_names import naming
from .own_unit import NEW_REFERRAL, at_own_unit
from .referral_form import (
    DICTATE,
    SEND,
    SPEAK,
    NewReferralForm,
    Setting,
    fresh,
    looked_at,
    missing_for,
)
from .text_fields import MORE_FIELDS
from .twice import already_there
from .units import pick, recent_receivers

LOOK = "look"


@require_http_methods(["GET", "POST"])
@only(CARE)
@at_own_unit(NEW_REFERRAL)
def new_referral(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Patient first, then the form. `do` says which button: look, write, dictate, speak or send."""
    if "patient" not in request.GET:
        return choose_patient(request, title=NEW_REFERRAL, till="remiss")
    setting = Setting(unit=unit, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
    do = request.POST.get("do", "")
    if do == LOOK and request.headers.get("HX-Request") == "true":
        # Only units and priorities come back: nothing of a patient is read, so nothing is logged.
        return page(request, "registering/receiver.html", _receiver(looked_at(request.POST, setting=setting)))
    patient = chosen_patient(request, action="new_referral")
    if request.method == "GET":
        return _draw(request, fresh(setting=setting, patient=patient), patient)
    if do == LOOK:
        return _draw(request, looked_at(request.POST, setting=setting), patient)
    form = NewReferralForm(request.POST, setting=setting)
    referral = _act(request, form, patient, do)
    if referral is None:
        return _draw(request, form, patient)
    return _onward(request, referral, form, do)


def _act(request: HttpRequest, form: NewReferralForm, patient: Patient, do: str) -> Referral | None:
    if form.is_valid():
        for field, sentence in missing_for(do, form):
            form.add_error(field, sentence)
    return run(request, form, lambda: _refer_or_decide(form, patient, do))


def _refer_or_decide(form: NewReferralForm, patient: Patient, do: str) -> Referral:
    setting, level, data = form.setting, form.level, form.cleaned_data
    assert level is not None
    common: dict[str, Any] = {
        "referral_id": data["referral_id"],
        "unit_id": setting.unit.id,
        "patient_id": patient.id,
        "priority_rank": level.rank,
        "priority_label": level.label,
        "fields": form.texts(),
        "decided_at": form.decided_at,
        "actor": setting.actor,
        "now": setting.now,
    }
    with naming(decided_at="decided_on", to_unit="to_unit_text"):
        if do == SEND:
            assert form.receiver_id is not None
            return refer(to_unit_id=form.receiver_id, **common)
        return decide(
            to_unit_id=form.receiver_id,
            referrer_id=UUID(data["referrer"]),
            dictated=do in (DICTATE, SPEAK),
            recording_id=data["referral_id"] if do == SPEAK else None,
            dictation_place=data["dictation_place"] if do == DICTATE else "",
            **common,
        )


def _onward(request: HttpRequest, referral: Referral, form: NewReferralForm, do: str) -> HttpResponse:
    own_page = reverse("referral", kwargs={"referral_id": referral.id})
    if do == SEND:
        assert form.receiver and referral.watch_on
        told = _("Remissen till %(unit)s är skickad. Bekräftelsen bevakas till %(day)s.")
        if not form.receiver.local:
            told = _("Skickat till %(unit)s: skriv ut och posta. Bevakningen har börjat.")
        words = {"unit": form.receiver.name, "day": format_date(referral.watch_on)}
        back = back_path(request)
        tell(request, told % words, url=own_page if back else "", url_label=_("Visa remissen"))
        return HttpResponseRedirect(back or own_page)
    if do == SPEAK:
        tell(
            request, _("Beslutet om %(code)s är registrerat. Klockan går från nu.") % {"code": referral.code}
        )
        kwargs = {"recording_id": form.cleaned_data["referral_id"]}
        return HttpResponseRedirect(with_back(reverse("record", kwargs=kwargs), request))
    if do == DICTATE:
        told = _("Remissen %(code)s är registrerad. Diktatet ligger i Att skriva ut.")
        tell(
            request,
            told % {"code": referral.code},
            url=reverse("new_referral"),
            url_label=_("Registrera en till"),
        )
        return HttpResponseRedirect(back_path(request) or own_page)
    tell(
        request,
        _("Beslutet är registrerat. Utkastet %(code)s sparas medan du skriver.") % {"code": referral.code},
    )
    return HttpResponseRedirect(with_back(reverse("edit_text", kwargs={"referral_id": referral.id}), request))


def _receiver(form: NewReferralForm) -> dict[str, Any]:
    unit = form.setting.unit
    typed = form["to_unit_text"].value() or ""
    recent = () if typed.strip() else recent_receivers(unit_id=unit.id)
    return {
        "picker": pick(name="to_unit", text=typed, chosen=form.receiver, recent=recent, own=unit.id),
        "scale": form.scale,
        "priority_value": form.priority_value,
        "priority_error": " ".join(str(error) for error in form["priority"].errors),
    }


def _draw(request: HttpRequest, form: NewReferralForm, patient: Patient) -> HttpResponse:
    actor = actor_of(request)
    own = visible_referrals(actor).filter(
        patient=patient, referrer_unit=form.setting.unit, state__in=("draft", "signed", "sent")
    )
    context = {
        "form": form,
        "patient": banner_of(patient, today=today_of(request)),
        "unit": form.setting.unit,
        "decides": form.setting.decides,
        "more_fields": MORE_FIELDS,
        "open_rows": rows_of(own.order_by("-id")[:10], actor=actor),
        "twice": already_there(request, form),
        "back_url": back_path(request),
        **_receiver(form),
    }
    return page(request, "registering/new_referral.html", context, status=status_of(form))
