"""/remiss/ny/: decide on a referral, and write it, have a dictation written, or sign and send it at once (A.1)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from remissvakt.audit.once import Answer
from remissvakt.core.formats import format_date
from remissvakt.organisations.models import Unit
from remissvakt.patients.models import Patient
from remissvakt.referrals.actions.decide import decide
from remissvakt.referrals.actions.send import refer
from remissvakt.referrals.models import Referral
from remissvakt.web.acting import back_path, message, run, status_of, with_back
from remissvakt.web.frame import CARE, actor_of, page, today_of
from remissvakt.web.once import act_once, answers_once
from remissvakt.web.patients.banner import banner_of
from remissvakt.web.patients.chosen import chosen_patient, patient_to_act_on
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
@answers_once
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
    if request.method == "POST" and do != LOOK:
        form = NewReferralForm(request.POST, setting=setting)
        done = _act(request, form, do)
        if done is not None:
            return done
    patient = chosen_patient(request, action="new_referral")
    if request.method == "GET":
        form = fresh(setting=setting, patient=patient)
    elif do == LOOK:
        form = looked_at(request.POST, setting=setting)
    return _draw(request, form, patient)


def _act(request: HttpRequest, form: NewReferralForm, do: str) -> HttpResponse | None:
    if form.is_valid():
        for field, sentence in missing_for(do, form):
            form.add_error(field, sentence)

    def act() -> Answer:
        patient = patient_to_act_on(request, action="new_referral")
        return _answer(request, _refer_or_decide(form, patient, do), form, do)

    return run(request, form, lambda: act_once(request, act))


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


def _answer(request: HttpRequest, referral: Referral, form: NewReferralForm, do: str) -> Answer:
    own_page = reverse("referral", kwargs={"referral_id": referral.id})
    if do == SEND:
        assert form.receiver and referral.watch_on
        told = _("Remissen till %(unit)s är skickad. Bekräftelsen bevakas till %(day)s.")
        if not form.receiver.local:
            told = _("Skickat till %(unit)s: skriv ut och posta. Bevakningen har börjat.")
        words = {"unit": form.receiver.name, "day": format_date(referral.watch_on)}
        back = back_path(request)
        shown = own_page if back and not actor_of(request).in_pool else ""
        return Answer(
            to=back or own_page, told=message(told % words, url=shown, url_label=_("Visa remissen"))
        )
    code = {"code": referral.code}
    if do == SPEAK:
        told = _("Beslutet om %(code)s är registrerat. Klockan går från nu.")
        recording = reverse("record", kwargs={"recording_id": form.cleaned_data["referral_id"]})
        return Answer(to=with_back(recording, request), told=message(told % code))
    if do == DICTATE:
        told = _("Remissen %(code)s är registrerad. Diktatet ligger i Att skriva ut.")
        said = message(told % code, url=reverse("new_referral"), url_label=_("Registrera en till"))
        return Answer(to=back_path(request) or own_page, told=said)
    told = _("Beslutet är registrerat. Utkastet %(code)s sparas medan du skriver.")
    text = reverse("edit_text", kwargs={"referral_id": referral.id})
    return Answer(to=with_back(text, request), told=message(told % code))


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
