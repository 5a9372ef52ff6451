"""Write an answer: save, type out a dictation, complete, sign, send (B.3)."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from remissvakt.audit.once import Answer
from remissvakt.core.ids import parse_id
from remissvakt.core.refusal import NotFound, Refusal, Refusals, Stale
from remissvakt.core.waits import Wait, WaitKind
from remissvakt.organisations.models import ReplyTemplate
from remissvakt.referrals.actions.answer import (
    complete_answer,
    sign_and_send_answer,
    sign_answer,
    transcribe_answer,
)
from remissvakt.referrals.actions.answer import edit_answer as save_answer
from remissvakt.referrals.actions.texts import MAX_ANSWER, MAX_CONFIRMATION
from remissvakt.referrals.models import Reply
from remissvakt.referrals.rules import Action
from remissvakt.referrals.states import ANSWERS
from remissvakt.web.acting import back_path, message, with_back
from remissvakt.web.dictation.listening import listening_of, settle_first
from remissvakt.web.frame import page
from remissvakt.web.once import act_once, answers_once

from . import words
from .act_view import number
from .acts import act_url
from .cards import version_cards
from .detail import banner, head
from .drafts import autosave, differing, wants_json
from .fields import Long, WaitText
from .leaving import came_from
from .names import names_of
from .reading import as_typed
from .subject import Subject, open_for


class AnswerForm(forms.Form):
    """A confirmation that was dictated has its wait too (A.3)."""

    wait = WaitText(label=gettext_lazy("Väntetid"), required=False)
    text = Long(label=gettext_lazy("Svar"), limit=MAX_ANSWER, rows=14, required=False)

    def __init__(self, *args: Any, reply: Reply, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("text", reply.text)
        for field in self.fields.values():
            field.either = True  # type: ignore[attr-defined]
        if reply.kind in ANSWERS:
            del self.fields["wait"]
            return
        wait, text = cast(WaitText, self.fields["wait"]), cast(Long, self.fields["text"])
        wait.today, text.label, text.limit = today, _("Bekräftelse"), MAX_CONFIRMATION
        self.initial["wait"] = wait_as_typed(reply)


def wait_as_typed(reply: Reply) -> str:
    """A stated wait in a form in which it can be typed, or ""."""
    if not reply.wait_kind or reply.wait_until is None:
        return ""
    return as_typed(Wait(WaitKind(reply.wait_kind), reply.wait_value, reply.wait_until))


@require_http_methods(["GET", "POST"])
@answers_once
def edit_answer(request: HttpRequest, referral_id: UUID, reply_id: UUID) -> HttpResponse:
    """The editor of one answer, which only the unit that writes it may see before it is sent."""
    subject = _open(request, referral_id, reply_id)
    assert subject.reply is not None
    if request.method == "GET":
        form = _form(subject)
        return _page(request, subject, form, refused=_refused(subject))
    form = _form(subject, request.POST)
    if not form.is_valid():
        return _page(request, subject, form, status=422)
    if "mall" in request.POST:
        return _page(request, subject, _with_template(request, subject, form), typed=True)
    if wants_json(request):
        return autosave(subject, lambda: _save(request, subject, form))
    try:
        if "settle" in request.POST:
            return settle_first(request, _save(request, subject, form).dictation)
        return act_once(request, lambda: _answer(request, subject, form))
    except NotFound as refusal:
        raise Http404 from refusal
    except Stale as refusal:
        fresh = _open(request, referral_id, reply_id)
        assert fresh.reply is not None
        others = differing({"text": fresh.reply.text}, form.cleaned_data)
        return _page(
            request, fresh, form, stale=refusal.message, others=others, refused=_refused(fresh), status=409
        )
    except Refusal as refusal:
        with suppress(Refusal):  # what was typed is kept, also where the button's act is refused
            _save(request, subject, form)
        for one in refusal.all if isinstance(refusal, Refusals) else (refusal,):
            form.add_error(one.field if one.field in form.fields else None, one.message)
        return _page(request, _open(request, referral_id, reply_id), form, status=422, saved=True)


def _answer(request: HttpRequest, subject: Subject, form: AnswerForm) -> Answer:
    """Do what the button says, whole; what is said of it, and where it leads."""
    done, undo = _do(request, subject, form)
    told = message(done, url=undo, url_label=_("Ångra") if undo else "", post=bool(undo))
    otherwise = reverse("referral", kwargs={"referral_id": subject.referral.id})
    if request.POST.get("do", "save") == "save":  # the work is still there: back to where it lies
        return Answer(to=came_from(request, otherwise=with_back(otherwise, request)), told=told)
    return Answer(to=back_path(request) or otherwise, told=told)


def _open(request: HttpRequest, referral_id: UUID, reply_id: UUID) -> Subject:
    subject = open_for(request, referral_id)
    subject.reply = next((row for row in subject.opened.replies if row.id == reply_id), None)
    if subject.reply is None or subject.reply.from_unit_id not in subject.actor.unit_ids:
        raise Http404
    subject.case = subject.opened.loop.case(subject.reply.case_id)
    return subject


def _form(subject: Subject, data: Any = None, **options: Any) -> AnswerForm:
    assert subject.reply is not None
    return AnswerForm(data, reply=subject.reply, today=subject.today, **options)


def _refused(subject: Subject) -> list[str]:
    return [one.message for one in subject.opened.may(Action.EDIT_ANSWER, **subject.ids)]


def _save(request: HttpRequest, subject: Subject, form: AnswerForm) -> Reply:
    return save_answer(**_draft(request, subject), **form.cleaned_data)


def _draft(request: HttpRequest, subject: Subject) -> dict[str, Any]:
    assert subject.reply is not None
    return {
        "reply_id": subject.reply.id,
        "draft_version": number(request.POST.get("version")),
        "actor": subject.actor,
        "now": subject.now,
    }


def _do(request: HttpRequest, subject: Subject, form: AnswerForm) -> tuple[str, str]:
    """What the pressed button says; the sentence about it, and the address that undoes it or ""."""
    wanted, typed = request.POST.get("do", "save"), form.cleaned_data
    draft = _draft(request, subject)
    if wanted == "sign_and_send":
        row = sign_and_send_answer(**draft, **typed)
        return _signed_and_sent(row), ""
    done, undo = _("Texten är sparad."), ""
    dictation = subject.reply.dictation if subject.reply else None
    if (
        wanted in ("transcribe", "complete", "sign")
        and dictation is not None
        and dictation.transcribed_at is None
    ):
        row = transcribe_answer(**draft, **typed)
        done = _("Diktatet är utskrivet. Texten ligger nu i Att färdigställa.")
        draft["draft_version"] = row.draft_version
    else:
        row = _save(request, subject, form)
        draft["draft_version"] = row.draft_version
    if wanted in ("complete", "sign") and row.completed_at is None:
        row = complete_answer(**draft, **typed)
        draft["draft_version"] = row.draft_version
        done, undo = _("Färdigställt. Svaret ligger nu i Att signera."), _reopen(subject, row)
    if wanted == "sign":
        row = sign_answer(**draft)
        done, undo = _("Svaret är signerat. Nu ska det skickas."), _reopen(subject, row)
    return done, undo


def _signed_and_sent(row: Reply) -> str:
    if row.kind in ANSWERS:
        return _("Svaret är signerat och skickat.")
    return _("Bekräftelsen är signerad och skickad.")


def _reopen(subject: Subject, row: Reply) -> str:
    return act_url(subject.referral.id, "reopen_answer", reply=row.id, draft_version=row.draft_version)


def _with_template(request: HttpRequest, subject: Subject, form: AnswerForm) -> AnswerForm:
    """What is written, with the chosen text of the unit after it."""
    chosen = parse_id(request.POST.get("mall"))
    texts = [row.text for row in _templates(subject) if row.id == chosen]
    written = form.cleaned_data["text"].strip()
    return _form(subject, initial={"text": "\n\n".join(text for text in (written, *texts) if text)})


def _templates(subject: Subject) -> list[ReplyTemplate]:
    assert subject.reply is not None
    rows = ReplyTemplate.objects.filter(
        unit_id=subject.reply.from_unit_id, kind=subject.reply.kind, active=True
    )
    return list(rows.order_by("title", "id"))


def _page(
    request: HttpRequest,
    subject: Subject,
    form: AnswerForm,
    *,
    stale: str = "",
    others: dict[str, str] | None = None,
    refused: list[str] | None = None,
    typed: bool = False,
    saved: bool = False,
    status: int = 200,
) -> HttpResponse:
    opened, reply = subject.opened, subject.reply
    assert reply is not None
    names = names_of(opened)
    kwargs = {"referral_id": opened.referral.id}
    referral_url = with_back(reverse("referral", kwargs=kwargs), request)
    keep = (form.is_bound or typed) and not stale and not saved
    dictation = reply.dictation
    return page(
        request,
        "referral/answer_editor.html",
        {
            "form": form,
            "kind": words.REPLY_KINDS[reply.kind],
            "kind_help": words.REPLY_HELP[reply.kind],
            "buttons": _buttons(subject),
            "version": number(request.POST.get("version")) if keep else reply.draft_version,
            "dictation": dictation if dictation is not None and dictation.transcribed_at is None else None,
            "listening": listening_of(request, subject, reply),
            "templates": _templates(subject),
            "stale": stale,
            "others": others or {},
            "refused": refused or [],
            "patient": banner(opened.referral.patient, today=subject.today),
            "head": head(opened, names),
            "content": next(card for card in version_cards(opened, names) if not card.draft),
            "here": with_back(reverse("edit_answer", kwargs={**kwargs, "reply_id": reply.id}), request),
            "referral_url": referral_url,
            "cancel_url": came_from(request, otherwise=referral_url),
        },
        status=409 if refused and status == 200 else status,
    )


def _buttons(subject: Subject) -> list[tuple[str, Any]]:
    """What may be done with the text, the likeliest first."""

    def may(action: Action, *passed: str) -> bool:
        # Settled and filled in on this page; asked for when the button is pressed.
        here = {"unclear_spots_left", "wait_missing", *passed}
        return all(one.code in here for one in subject.opened.may(action, **subject.ids))

    untyped = not subject.opened.may(Action.TRANSCRIBE_ANSWER, **subject.ids)
    found: list[tuple[str, Any]] = []
    if untyped:
        found.append(("transcribe", _("Utskrivet")))
    if may(Action.SIGN_AND_SEND_ANSWER):
        found.append(("sign_and_send", _("Signera och skicka")))
    if may(Action.SIGN_ANSWER, "not_complete") and not untyped:
        found.append(("sign", _("Signera")))
    if may(Action.COMPLETE_ANSWER, "not_transcribed"):
        found.append(("complete", _("Utskrivet och färdigställt") if untyped else _("Färdigställ")))
    return found
