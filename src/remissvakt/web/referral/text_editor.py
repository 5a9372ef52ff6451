"""Write a referral: save, type out a dictation, complete, sign, send (A.1)."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from remissvakt.audit.once import Answer
from remissvakt.core.refusal import NotFound, Refusal, Refusals, Stale
from remissvakt.referrals.actions.complete import complete, transcribe
from remissvakt.referrals.actions.edit_text import edit_text as save_text
from remissvakt.referrals.actions.send import sign_and_send
from remissvakt.referrals.actions.sign import sign
from remissvakt.referrals.models.version import TEXT_FIELDS
from remissvakt.referrals.rules import Action
from remissvakt.web.acting import back_path, message, with_back
from remissvakt.web.dictation.listening import listening_of, settle_first
from remissvakt.web.frame import page
from remissvakt.web.once import act_once, answers_once

from .act_view import number
from .acts import act_url
from .detail import banner, head
from .drafts import autosave, differing, wants_json
from .leaving import came_from
from .names import names_of
from .subject import Subject, open_for
from .text_form import TextForm

# Missing texts are asked for when the button is pressed, and unclear spots are settled beside it: no reason to hide it.
_TO_BE_FILLED_IN = frozenset(
    {
        "question_missing",
        "receiver_missing",
        "receiver_is_sender",
        "receiver_unknown",
        "unclear_spots_left",
    }
)


@require_http_methods(["GET", "POST"])
@answers_once
def edit_text(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The editor. Saves itself, and by button does what comes next."""
    subject = open_for(request, referral_id)
    refusals = subject.opened.may(Action.EDIT_TEXT)
    if request.method == "GET":
        return _page(request, subject, TextForm(subject=subject), refused=[one.message for one in refusals])
    form = TextForm(request.POST, subject=subject)
    if not form.is_valid():
        return _page(request, subject, form, status=422)
    if wants_json(request):
        return autosave(subject, lambda: _save(request, subject, form))
    try:
        if "settle" in request.POST:
            return settle_first(request, _save(request, subject, form).dictation)
        return act_once(request, lambda: _answer(request, subject, form))
    except NotFound as refusal:
        raise Http404 from refusal
    except Stale as refusal:
        return _stale(request, subject.referral.id, form, refusal)
    except Refusal as refusal:
        with suppress(Refusal):  # what was typed is kept, also where the button's act is refused
            _save(request, subject, form)
        for one in refusal.all if isinstance(refusal, Refusals) else (refusal,):
            form.add_error(one.field if one.field in form.fields else None, one.message)
        return _page(request, open_for(request, referral_id), form, status=422, typed=request.POST)


def _answer(request: HttpRequest, subject: Subject, form: TextForm) -> Answer:
    """Do what the button says, whole; what is said of it, and where it leads."""
    done, undo = _do(request, subject, form)
    told = message(done, url=undo, url_label=_("Ångra") if undo else "", post=bool(undo))
    otherwise = reverse("referral", kwargs={"referral_id": subject.referral.id})
    if request.POST.get("do", "save") == "save":  # the work is still there: back to where it lies
        return Answer(to=came_from(request, otherwise=with_back(otherwise, request)), told=told)
    return Answer(to=back_path(request) or otherwise, told=told)


def _save(request: HttpRequest, subject: Subject, form: TextForm) -> Any:
    return save_text(
        referral_id=subject.referral.id,
        draft_version=number(request.POST.get("version")),
        fields=form.texts(),
        actor=subject.actor,
        now=subject.now,
        **form.address(),
    )


def _do(request: HttpRequest, subject: Subject, form: TextForm) -> tuple[str, str]:
    """What the pressed button says; the sentence about it, and the address that undoes it or ""."""
    wanted = request.POST.get("do", "save")
    common: dict[str, Any] = {
        "referral_id": subject.referral.id,
        "actor": subject.actor,
        "now": subject.now,
    }
    version, draft = number(request.POST.get("referral_version")), number(request.POST.get("version"))
    if wanted == "sign_and_send":
        referral = sign_and_send(
            **common, version=version, draft_version=draft, fields=form.texts(), **form.address()
        )
        return _("Signerad och skickad. Bevakningen har börjat."), ""
    row = _save(request, subject, form)
    draft = row.draft_version
    done, undo = _("Texten är sparad."), ""
    dictation = row.dictation
    if (
        wanted in ("transcribe", "complete", "sign")
        and dictation is not None
        and dictation.transcribed_at is None
    ):
        referral = transcribe(**common, version=version, draft_version=draft, fields={})
        version, draft = referral.version, draft + 1
        done = _("Diktatet är utskrivet. Texten ligger nu i Att färdigställa.")
    if wanted in ("complete", "sign") and row.completed_at is None:
        referral = complete(**common, version=version, draft_version=draft)
        version, draft = referral.version, draft + 1
        done, undo = _("Färdigställd. Den ligger nu i Att signera."), _reopen(subject, version)
    if wanted == "sign":
        referral = sign(**common, version=version, draft_version=draft)
        done, undo = _("Signerad. Nu ska den skickas."), _reopen(subject, referral.version)
    return done, undo


def _reopen(subject: Subject, version: int) -> str:
    return act_url(subject.referral.id, "reopen_text", version=version)


def _stale(request: HttpRequest, referral_id: UUID, form: TextForm, refusal: Stale) -> HttpResponse:
    """Two have written at once: both texts stand there, and the next save is a knowing choice."""
    fresh = open_for(request, referral_id)
    stored = {name: getattr(fresh.latest, name) for name in TEXT_FIELDS}
    return _page(
        request,
        fresh,
        form,
        stale=refusal.message,
        others=differing(stored, form.texts()),
        refused=[one.message for one in fresh.opened.may(Action.EDIT_TEXT)],
        status=409,
    )


def _page(
    request: HttpRequest,
    subject: Subject,
    form: TextForm,
    *,
    stale: str = "",
    others: dict[str, str] | None = None,
    refused: list[str] | None = None,
    typed: Any = None,
    status: int = 200,
) -> HttpResponse:
    opened, latest = subject.opened, subject.latest
    referral_url = with_back(reverse("referral", kwargs={"referral_id": opened.referral.id}), request)
    dictation = latest.dictation
    return page(
        request,
        "referral/text_editor.html",
        {
            "form": form,
            "buttons": _buttons(subject),
            "version": latest.draft_version
            if not form.is_bound or stale or typed
            else number(form.data.get("version")),
            "referral_version": opened.referral.version,
            "number": latest.number,
            "dictation": dictation if dictation is not None and dictation.transcribed_at is None else None,
            "listening": listening_of(request, subject, latest),
            "stale": stale,
            "others": others or {},
            "refused": refused or [],
            "patient": banner(opened.referral.patient, today=subject.today),
            "head": head(opened, names_of(opened)),
            "here": with_back(reverse("edit_text", kwargs={"referral_id": opened.referral.id}), request),
            "referral_url": referral_url,
            "cancel_url": came_from(request, otherwise=referral_url),
        },
        status=409 if refused and status == 200 else status,
    )


def _buttons(subject: Subject) -> list[tuple[str, Any]]:
    """What may be done with the text, the likeliest first; by the heart's rules, but for what is still to be typed."""

    def may(action: Action, *passed: str) -> bool:
        return all(one.code in _TO_BE_FILLED_IN or one.code in passed for one in subject.opened.may(action))

    untyped = not subject.opened.may(Action.TRANSCRIBE)
    found: list[tuple[str, Any]] = []
    if untyped:
        found.append(("transcribe", _("Utskrivet")))
    if may(Action.SIGN_AND_SEND):
        found.append(("sign_and_send", _("Signera och skicka")))
    if may(Action.SIGN, "not_complete") and not untyped:
        found.append(("sign", _("Signera")))
    if may(Action.COMPLETE, "not_transcribed"):
        found.append(("complete", _("Utskrivet och färdigställt") if untyped else _("Färdigställ")))
    return found
