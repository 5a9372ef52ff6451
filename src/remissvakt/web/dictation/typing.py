"""/diktat/<id>/skriv/: the speech, and the fields in which it is typed (A.1, B.3). Saves itself; `do` is the button.

Whoever takes a dictation has it for an hour from the last save. Without scripts the sound has the browser's own
controls, and every button is a form's.
"""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from remissvakt.core.clock import local_time
from remissvakt.core.ids import new_id, parse_id
from remissvakt.core.refusal import NotFound, Refusal, Refusals, Stale
from remissvakt.dictation.hold import held_by_other, held_until
from remissvakt.referrals.actions.share_dictation import (
    add_letter_from_dictation,
    add_referral_from_dictation,
)
from remissvakt.referrals.actions.type_dictation import give_back_dictation, hand_on, save_typed
from remissvakt.referrals.actions.unclear import mark_unclear
from remissvakt.referrals.rules import Action
from remissvakt.web.acting import back_path, tell, with_back
from remissvakt.web.frame import CARE, address, page
from remissvakt.web.patients.roles import only
from remissvakt.web.referral.act_view import number
from remissvakt.web.referral.detail import banner, head
from remissvakt.web.referral.drafts import autosave, differing, wants_json
from remissvakt.web.referral.leaving import came_from
from remissvakt.web.referral.names import names_of
from remissvakt.web.referral.reading import proposed_waits

from .dictated_text import DictatedText, open_dictated
from .forms import ALIASES, form_of, stored_texts, typed_of
from .listening import settle_first
from .player import player_of
from .words import TITLES, facts_of

SHARES = {"share_referral": "referral", "share_letter": "patient", "share_appointment": "appointment"}
_AT = re.compile(r"(\d{1,4})(?:[:.](\d{2}))?", re.ASCII)


@require_http_methods(["GET", "POST"])
@only(CARE)
def transcribe(request: HttpRequest, dictation_id: UUID) -> HttpResponse:
    """GET shows it; POST saves, marks, hands on or lets go."""
    text = open_dictated(request, dictation_id)
    if request.method == "GET":
        if not text.may(Action.SETTLE_UNCLEAR) or text.dictation.transcribed_at is not None:
            return HttpResponseRedirect(with_back(_onwards(text), request))
        return draw(request, text, form_of(text))
    form = form_of(text, _with_proposal(request.POST))
    if not form.is_valid():
        return draw(request, text, form, status=422)
    if wants_json(request):
        return autosave(text.subject, lambda: _save(request, text, form))
    try:
        if "settle" in request.POST:
            _save(request, text, form)
            return settle_first(request, text.dictation)
        return _do(request, text, form)
    except NotFound as refusal:
        raise Http404 from refusal
    except Stale as refusal:
        return draw(request, open_dictated(request, dictation_id), form, stale=refusal.message, status=409)
    except Refusal as refusal:
        for one in refusal.all if isinstance(refusal, Refusals) else (refusal,):
            name = ALIASES.get(one.field or "", one.field)
            form.add_error(name if name in form.fields else None, one.message)
        return draw(request, open_dictated(request, dictation_id), form, status=422)


def _save(request: HttpRequest, text: DictatedText, form: forms.Form) -> Any:
    return save_typed(
        **text.common(), draft_version=number(request.POST.get("version")), typed=typed_of(text, form)
    )


def _with_proposal(data: QueryDict) -> QueryDict:
    """What was sent; a pressed proposal of the wait stands in its field, as if it had been typed."""
    if "wait_as" not in data:
        return data
    filled = data.copy()
    filled.setlist("wait", data.getlist("wait_as")[-1:])
    return filled


def _proposed(text: DictatedText, form: forms.Form) -> list[tuple[str, str]]:
    """The waits that the typed text states (A.3), but for the one that stands in the field."""
    if "wait" not in form.fields:
        return []
    found = proposed_waits(form["text"].value() or "", today=text.subject.today)
    return [one for one in found if one[0] != form["wait"].value()]


def _do(request: HttpRequest, text: DictatedText, form: forms.Form) -> HttpResponse:
    """What the pressed button says."""
    do = request.POST.get("do", "save")
    here = with_back(address("transcribe", dictation_id=text.dictation.id), request)
    list_url = back_path(request) or address("our_list", slug="att-skriva-ut")
    if do in ("done", "typed"):
        hand_on(
            **text.common(),
            draft_version=number(request.POST.get("version")),
            typed=typed_of(text, form),
            read_through="read_through" in request.POST,
            complete=do == "done",
        )
        told = (
            _("%(code)s: utskrivet. Det ligger nu i Att signera.")
            if do == "done"
            else _("%(code)s: utskrivet. Det ligger nu i Att färdigställa.")
        )
        tell(request, told % {"code": text.subject.referral.code})
        return HttpResponseRedirect(list_url)
    _save(request, text, form)
    if do == "release":
        give_back_dictation(**text.common())
        tell(request, _("Diktatet är ledigt för andra. Det du har skrivit är sparat."))
        return HttpResponseRedirect(list_url)
    if do == "unclear":
        _mark(request, text)
        return HttpResponseRedirect(here)
    if do == "wait" or "wait_as" in request.POST:
        if do == "wait" and not _proposed(text, form):
            tell(request, _("Ingen ny väntetid hittades i texten."))
        return HttpResponseRedirect(f"{here}#id_wait")
    if do in SHARES:
        return HttpResponseRedirect(with_back(_share(request, text, SHARES[do]), request))
    tell(request, _("Texten är sparad. Diktatet är ditt i en timme till."))
    return HttpResponseRedirect(came_from(request, otherwise=list_url))


def _mark(request: HttpRequest, text: DictatedText) -> None:
    found = _AT.fullmatch(request.POST.get("spot_at", "").strip())
    if found is None:
        raise Refusal("spot_time", _("Skriv var i diktatet det är, till exempel 1:23."))
    ms = (int(found[1]) * 60 + int(found[2])) * 1000 if found[2] else int(found[1]) * 1000
    mark_unclear(
        **text.common(),
        spot_id=new_id(now=text.subject.now),
        at_ms=ms,
        note=request.POST.get("spot_note", ""),
    )


def _share(request: HttpRequest, text: DictatedText, what: str) -> str:
    """Begin another text of the same speech; the address where it is typed."""
    fresh = parse_id(request.POST.get("new_id")) or new_id(now=text.subject.now)
    if what == "referral":
        referral = add_referral_from_dictation(**text.common(), referral_id=fresh)
        row: Any = referral.versions.get()
    else:
        row = add_letter_from_dictation(**text.common(), letter_id=fresh, kind=what)
    tell(request, _("En text till är påbörjad av samma diktat. Den ligger också i Att skriva ut."))
    return address("transcribe", dictation_id=row.dictation_id)


def _onwards(text: DictatedText) -> str:
    """Typed already: where its author goes on with it."""
    return address("referral", referral_id=text.subject.referral.id)


def draw(
    request: HttpRequest, text: DictatedText, form: forms.Form, *, stale: str = "", status: int = 200
) -> HttpResponse:
    """The page, with what was typed and what was refused."""
    subject, dictation, now = text.subject, text.dictation, text.subject.now
    opened, names = subject.opened, names_of(subject.opened)
    until = held_until(dictation, now=now)
    taken = until is not None and held_by_other(dictation, person_id=subject.actor.person_id, now=now)
    mine = until is not None and not taken
    referral_url = with_back(address("referral", referral_id=subject.referral.id), request)
    waits = [one.message for one in subject.opened.may(Action.TYPE_DICTATION, **text.ids)]
    context = {
        "text": text,
        "form": form,
        "title": TITLES[text.kind],
        "facts": facts_of(text, names),
        "player": player_of(text),
        "place": dictation.place if dictation.recording_id is None else "",
        "mine": mine,
        "may_type": not taken and not waits,
        "waits": waits,
        "until": f"{local_time(until):%H.%M}" if until else "",
        "holder": names.person(dictation.taken_by_id)
        or (dictation.taken_by.name if dictation.taken_by else ""),
        "machine": dictation.machine_draft and dictation.read_through_at is None,
        "read_through": "read_through" in request.POST,
        "version": text.row.draft_version
        if not form.is_bound or stale or status == 422
        else number(request.POST.get("version")),
        "stale": stale,
        "others": differing(stored_texts(text), getattr(form, "cleaned_data", {})) if stale else {},
        "wait_proposals": _proposed(text, form),
        "shares": text.may(Action.SHARE_DICTATION),
        "new_id": new_id(now=now),
        "patient": banner(opened.referral.patient, today=subject.today),
        "head": head(opened, names),
        "here": with_back(address("transcribe", dictation_id=dictation.id), request),
        "take_url": with_back(address("take_dictation", dictation_id=dictation.id), request),
        "referral_url": referral_url,
        "cancel_url": back_path(request) or address("our_list", slug="att-skriva-ut"),
    }
    return page(request, "dictation/typing.html", context, status=status)
