"""The page of a letter that was begun: written, completed, signed by its author, or given up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from remissvakt.audit.once import Answer
from remissvakt.core.refusal import NotFound, Refusal, Refusals, Stale
from remissvakt.referrals.actions import letters as acts
from remissvakt.referrals.models import Letter
from remissvakt.referrals.rules import Action
from remissvakt.referrals.states import TO_PATIENT, LetterKind
from remissvakt.web.acting import back_path, message, with_back
from remissvakt.web.dictation.listening import listening_of, settle_first
from remissvakt.web.frame import page
from remissvakt.web.once import act_once, answers_once
from remissvakt.web.referral.act_view import number
from remissvakt.web.referral.acts import ActForm
from remissvakt.web.referral.detail import banner, head
from remissvakt.web.referral.fields import Day, Line, Long
from remissvakt.web.referral.letter_fields import PROTECTED, Clock, Language, draft_from, first_values
from remissvakt.web.referral.names import names_of
from remissvakt.web.referral.subject import Subject, open_for

from .kinds import letter_title


class LetterForm(ActForm):
    """What a letter says; a kallelse also when, where and with whom."""

    aliases = {"appointment_at": "appointment_day"}  # noqa: RUF012

    appointment_day = Day(label=_("Dag för besöket"), required=False)
    appointment_time = Clock(label=_("Klockan"), required=False, help_text=_("Till exempel 10.30"))
    appointment_place = Line(label=_("Plats"), required=False)
    appointment_with = Line(label=_("Patienten träffar"), required=False)
    text = Long(label=_("Brevet"), limit=acts.MAX_LETTER, rows=14, required=False)
    language = Language()


_DONE: dict[str, Any] = {
    "spara": _("Brevet är sparat."),
    "fardigstall": _("Brevet är färdigställt och väntar på signering."),
    "signera": _("Brevet är signerat och ligger i Att skicka."),
    "makulera": _("Brevet är makulerat. Det går fortfarande att läsa."),
}


@require_http_methods(["GET", "POST"])
@answers_once
def edit_letter(request: HttpRequest, referral_id: UUID, letter_id: UUID) -> HttpResponse:
    """GET shows the draft; POST with `gor` saves, completes, signs or voids it."""
    subject = open_for(request, referral_id)
    letter = next((row for row in subject.opened.letters if row.id == letter_id), None)
    if letter is None:
        raise Http404
    if request.method == "GET":
        return _page(request, subject, letter, _form(subject, letter))
    form = _form(subject, letter, data=request.POST)
    if not form.is_valid():
        return _page(request, subject, letter, form, status=422)
    do = request.POST.get("gor", "spara")
    if do not in _DONE:
        raise Http404
    try:
        if "settle" in request.POST:
            _do(
                "spara",
                subject,
                letter,
                form.cleaned_data,
                draft_version=number(request.POST.get("draft_version")),
            )
            return settle_first(request, letter.dictation)
        return act_once(request, lambda: _answer(request, do, subject, letter, form))
    except NotFound as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        for one in refusal.all if isinstance(refusal, Refusals) else (refusal,):
            form.add_refusal(one)
        fresh = open_for(request, referral_id)
        row = next(one for one in fresh.opened.letters if one.id == letter_id)
        return _page(request, fresh, row, form, status=409 if isinstance(refusal, Stale) else 422)


def _answer(request: HttpRequest, do: str, subject: Subject, letter: Letter, form: LetterForm) -> Answer:
    _do(do, subject, letter, form.cleaned_data, draft_version=number(request.POST.get("draft_version")))
    own_page = reverse("referral", kwargs={"referral_id": subject.referral.id})
    return Answer(to=back_path(request) or own_page, told=message(_DONE[do]))


def _do(do: str, subject: Subject, letter: Letter, data: dict[str, Any], *, draft_version: int) -> None:
    common: dict[str, Any] = {
        "draft_version": draft_version,
        "actor": subject.actor,
        "now": subject.now,
    }
    if do == "makulera":
        acts.void_letter(letter_id=letter.id, **common)
        return
    draft = draft_from(data, letter_id=letter.id, text=data["text"])
    act = {"spara": acts.edit_letter, "fardigstall": acts.complete_letter, "signera": acts.send_letter}[do]
    act(draft=draft, **common)


def _form(subject: Subject, letter: Letter, data: Any = None) -> LetterForm:
    form = LetterForm(data, subject=subject, initial=first_values(letter))
    if letter.kind != LetterKind.APPOINTMENT:
        for name in ("appointment_day", "appointment_time", "appointment_place", "appointment_with"):
            del form.fields[name]
    if letter.kind in TO_PATIENT and subject.referral.patient.protected:
        form.fields["text"].help_text = PROTECTED
    return form


def _page(
    request: HttpRequest, subject: Subject, letter: Letter, form: LetterForm, *, status: int = 200
) -> HttpResponse:
    opened = subject.opened
    names = names_of(opened)

    def may(action: Action) -> bool:
        return not opened.may(action, letter_id=letter.id)

    refusals = opened.may(Action.EDIT_LETTER, letter_id=letter.id)
    referral_url = with_back(reverse("referral", kwargs={"referral_id": opened.referral.id}), request)
    context = {
        "letter": letter,
        "listening": listening_of(request, subject, letter),
        "title": letter_title(letter, to=names.unit(letter.to_unit_id)),
        "author": names.person(letter.author_id),
        "form": form,
        "may_edit": not refusals,
        "why_not": refusals[0].message if refusals else "",
        "may_complete": may(Action.COMPLETE_LETTER),
        "may_sign": may(Action.SEND_LETTER),
        "may_void": may(Action.VOID_LETTER),
        "action_url": with_back(request.path, request),
        "referral_url": referral_url,
        "cancel_url": back_path(request) or referral_url,
        "patient": banner(opened.referral.patient, today=subject.today),
        "head": head(opened, names),
    }
    return page(request, "letters/editor.html", context, status=status)
