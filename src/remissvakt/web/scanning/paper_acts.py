"""What can be done with a paper on its page. Each reads the posted form: the answer, or the form with its errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.once import Answer
from remissvakt.documents.models import Document
from remissvakt.referrals.actions import papers
from remissvakt.referrals.actions.register_reply import register_reply
from remissvakt.referrals.actions.undo_link import undo_link
from remissvakt.referrals.models import Reply
from remissvakt.web.acting import run
from remissvakt.web.frame import actor_of, today_of
from remissvakt.web.once import act_once
from remissvakt.web.referral.words import REPLY_KINDS
from remissvakt.web.registering.field_names import naming
from remissvakt.web.registering.paper_forms import VersionForm

from .forms import LinkForm, ReplyForm, reason_form
from .going_on import go_on, stay_at

Done = HttpResponse | Form
_NAMES = {"kind": "what", "value": "wait", "reason": "reply_reason", "forwarded_to_id": "forwarded_to"}


def link(request: HttpRequest, document: Document, *, takes_reply: bool) -> Done:
    """Link the paper to the referral beside it, and register the reply that it is, in one."""
    form = LinkForm(request.POST, today=today_of(request), takes_reply=takes_reply)
    if form.is_valid() and form.reply_kind is not None:
        referral_id, number = form.cleaned_data["referral_id"], form.cleaned_data["number_on_paper"]
        return _once(
            request, form, lambda: _registered(request, document, form, referral_id, number_on_paper=number)
        )
    return _linked(request, document, form, reason="")


def ask(request: HttpRequest, document: Document, *, takes_reply: bool) -> Done:
    """The number on the paper is not the patient's, or there is none: another person is to look too."""
    form = LinkForm(request.POST, today=today_of(request), takes_reply=takes_reply)
    if form.is_valid() and not form.cleaned_data["asked_reason"].strip():
        form.add_error("asked_reason", _("Skriv varför, så att kollegan vet vad som ska jämföras."))
    reason = form.cleaned_data.get("asked_reason", "") if form.is_valid() else ""
    return _linked(request, document, form, reason=reason)


def _linked(request: HttpRequest, document: Document, form: LinkForm, *, reason: str) -> Done:
    def act() -> Answer:
        with naming(reason="asked_reason", kind="what"):
            done = papers.link_paper(
                document_id=document.id,
                document_version=form.cleaned_data["version"],
                referral_id=form.cleaned_data["referral_id"],
                kind=form.document_kind,
                number_on_paper=form.cleaned_data["number_on_paper"],
                reason=reason,
                **_who(request),
            )

        if done.linked_at is None:
            return go_on(request, document, _("Papperet väntar på att en kollega bekräftar kopplingen."))
        return go_on(request, document, _("Papperet är kopplat till remissen."))

    return _once(request, form, act)


def register(request: HttpRequest, document: Document) -> Done:
    """Register the reply that a paper is, which its code or two persons have linked already."""
    form = ReplyForm(request.POST, today=today_of(request))
    referral_id = document.referral_id
    assert referral_id is not None  # the page offers it for linked papers alone
    return _once(request, form, lambda: _registered(request, document, form, referral_id))


def _registered(
    request: HttpRequest, document: Document, form: ReplyForm, referral_id: UUID, *, number_on_paper: str = ""
) -> Answer:
    data, kind = form.cleaned_data, form.reply_kind
    assert kind is not None
    with naming(**_NAMES):
        reply = register_reply(
            referral_id=referral_id,
            version=data["referral_version"],
            reply_id=data["reply_id"],
            kind=kind.value,
            arrived_on=data["arrived_on"] or document.arrived_on,
            channel="paper",
            text=data["text"],
            author_name="",
            document_id=document.id,
            number_on_paper=number_on_paper,
            **form.stated(),
            **_who(request),
        )
    return go_on(request, document, _said(reply))


def _said(reply: Reply) -> str:
    return now_("Registrerat och kopplat: %(kind)s. Det ligger i Att vidimera.") % {
        "kind": str(REPLY_KINDS[reply.kind]).lower()
    }


def confirm(request: HttpRequest, document: Document) -> Done:
    """The second person agrees."""
    form = VersionForm(request.POST)

    def act() -> Answer:
        version = form.cleaned_data["version"]
        papers.confirm_link(document_id=document.id, document_version=version, **_who(request))
        return go_on(request, document, _("Kopplingen är bekräftad."))

    return _once(request, form, act)


def decline(request: HttpRequest, document: Document) -> Done:
    """The second person does not agree, or the first takes it back."""
    told = _("Papperet är inte kopplat, och ligger kvar i Okopplade.")
    return _reasoned(
        request, document, "decline", papers.decline_link, lambda: stay_at(request, document, told)
    )


def undo(request: HttpRequest, document: Document) -> Done:
    """The link was wrong."""
    told = _("Kopplingen är borttagen. Papperet ligger i Okopplade, och de berörda får veta det.")
    return _reasoned(request, document, "undo", undo_link, lambda: stay_at(request, document, told))


def no_reply(request: HttpRequest, document: Document) -> Done:
    """A linked paper is no reply."""
    told = _("Papperet finns kvar på remissen, utan att vara ett besked.")
    return _reasoned(
        request, document, "no_reply", papers.say_no_reply, lambda: go_on(request, document, told)
    )


def aside(request: HttpRequest, document: Document) -> Done:
    """The paper is no referral matter."""
    told = _("Papperet är lagt åt sidan. Det finns kvar, med skälet och ditt namn.")
    return _reasoned(
        request, document, "aside", papers.set_paper_aside, lambda: go_on(request, document, told)
    )


def _reasoned(
    request: HttpRequest,
    document: Document,
    name: str,
    act: Callable[..., Document],
    after: Callable[[], Answer],
) -> Done:
    """Do what asks for a reason, and go where that leads."""
    form = reason_form(name, request.POST)

    def act_and_answer() -> Answer:
        act(
            document_id=document.id,
            document_version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            **_who(request),
        )
        return after()

    return _once(request, form, act_and_answer)


def _once(request: HttpRequest, form: Form, act: Callable[[], Answer]) -> Done:
    done = run(request, form, lambda: act_once(request, act))
    return form if done is None else done


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "now": request.now}  # type: ignore[attr-defined]
