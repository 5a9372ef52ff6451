"""One page for every act: GET asks what is needed, POST does it and goes on to the next row.

What is refused stands beside its field, or above the form. When somebody came first the page answers 409,
says who did what and when, shows what has happened since, and keeps what was typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from remissvakt.audit.once import Answer
from remissvakt.core.ids import new_id, parse_id
from remissvakt.core.refusal import NotFound, Refusal, Refusals, Stale
from remissvakt.organisations.models import ReplyTemplate, Unit
from remissvakt.referrals.states import ReplyKind
from remissvakt.web.acting import back_path, message, with_back
from remissvakt.web.frame import page
from remissvakt.web.once import act_once, answers_once
from remissvakt.web.patients.referral_rows import visible_referrals

from .acts import ACTS, Act, ActForm, Doing, act_url
from .acts.registry import IN_ANSWER_EDITOR, IN_LETTER_EDITOR, IN_TEXT_EDITOR, ON_DELIVERY_PAGE
from .cards import reply_cards, request_rows, threads, version_cards
from .detail import banner, head
from .leaving import came_from
from .loop_view import next_deadline, steps_of
from .names import names_of
from .papers import papers_of, viewers_of
from .subject import PARAMETERS, Subject, hold_for, open_for
from .timeline import entries_of

# Acts that are buttons of a page of its own: its name, and what its address names beside the referral.
_PAGES = {
    **dict.fromkeys(IN_ANSWER_EDITOR, ("edit_answer", "reply")),
    **dict.fromkeys(IN_LETTER_EDITOR, ("edit_letter", "letter")),
    **dict.fromkeys(ON_DELIVERY_PAGE, ("delivery_letter", "delivery")),
}
_GUARDS = ("version", "draft_version", "new_id", "seen")


@require_http_methods(["GET", "POST"])
@answers_once
def act(request: HttpRequest, referral_id: UUID, action: str) -> HttpResponse:
    """The page of one act, named by its slug; Http404 for an unknown one, and for what one may not see."""
    if action in IN_TEXT_EDITOR or action in _PAGES:
        return _to_editor(request, referral_id, action)
    one = ACTS.get(action)
    if one is None:
        raise Http404
    if request.method == "GET":
        return _ask(request, one, open_for(request, referral_id, about=one.about))
    return _do(request, one, referral_id)


def _to_editor(request: HttpRequest, referral_id: UUID, action: str) -> HttpResponse:
    """These acts are buttons of a page of its own; what would be written without it is nothing."""
    if action in IN_TEXT_EDITOR:
        url = reverse("edit_text", kwargs={"referral_id": referral_id})
    else:
        name, about = _PAGES[action]
        named = parse_id(request.GET.get(PARAMETERS[about]))
        if named is None:
            raise Http404
        url = reverse(name, kwargs={"referral_id": referral_id, f"{about}_id": named})
    return HttpResponseRedirect(with_back(url, request))


def _ask(request: HttpRequest, one: Act, subject: Subject) -> HttpResponse:
    refusals = one.refusals(subject)
    form = one.form(subject=subject)
    if "document" in form.fields and "papper" in request.GET:
        # One came from this paper's page: it is chosen beforehand (A.6).
        form.initial["document"] = request.GET["papper"]
    _only_template(form)
    return _page(request, one, subject, form, refusals=refusals, status=409 if refusals else 200)


class _NotFilledIn(Exception):
    """The form lacks something: nothing is done."""


def _do(request: HttpRequest, one: Act, referral_id: UUID) -> HttpResponse:
    # Ångra is a button in a message: what it has seen stands in its address.
    data = request.POST.copy()
    for name in _GUARDS:
        if name not in data and name in request.GET:
            data[name] = request.GET[name]
    if "mall" in data:
        subject = open_for(request, referral_id, about=one.about)
        return _page(request, one, subject, _with_template(one, subject, data), typed=data)
    try:
        return act_once(request, lambda: _answer(request, one, referral_id, data))
    except NotFound as refusal:
        raise Http404 from refusal
    except _NotFilledIn:
        return _again(request, one, referral_id, data)
    except Stale as refusal:
        return _stale(request, one, referral_id, data, refusal)
    except Refusal as refusal:
        return _again(request, one, referral_id, data, refusal)


def _again(
    request: HttpRequest, one: Act, referral_id: UUID, data: QueryDict, refusal: Refusal | None = None
) -> HttpResponse:
    """The page with what was typed, and why it was not done."""
    subject = open_for(request, referral_id, about=one.about)
    form = one.form(data, subject=subject)
    form.is_valid()
    for each in refusal.all if isinstance(refusal, Refusals) else [refusal] if refusal else []:
        form.add_refusal(each)
    return _page(request, one, subject, form, status=422)


def _answer(request: HttpRequest, one: Act, referral_id: UUID, data: QueryDict) -> Answer:
    """Do it; what is said of it, and where it leads. What the form needs is read once, under the lock."""
    subject = hold_for(request, referral_id, about=one.about)
    form = one.form(data, subject=subject)
    if not form.is_valid():
        raise _NotFilledIn
    doing = Doing(
        subject=subject,
        data=form.cleaned_data,
        version=number(data.get("version")),
        draft_version=number(data.get("draft_version")),
        new_id=parse_id(data.get("new_id")) or new_id(now=subject.now),
    )
    result = one.run(doing)
    after = one.after(doing, result) if one.after and _still_seen(doing) else None
    url = ""
    if after:
        url = after.url or act_url(doing.subject.referral.id, after.slug, **after.params)
    sentence = one.sentence(doing, result)
    if back_path(request):
        # The next row is open by then: the code says which referral it was about.
        sentence = f"{doing.subject.referral.code}: {sentence}"
    told = message(
        sentence,
        url=url,
        url_label=after.label if after else "",
        post=bool(after and after.post),
    )
    return Answer(to=_onwards(request, one, doing.subject, result), told=told)


def _still_seen(doing: Doing) -> bool:
    """Whether the act has left something of the referral to a pool: what it does not see it cannot undo either."""
    actor = doing.subject.actor
    return not actor.in_pool or visible_referrals(actor).filter(id=doing.subject.referral.id).exists()


def _onwards(request: HttpRequest, one: Act, subject: Subject, result: Any) -> str:
    """To what the act has begun, else to the next row of the list, else to the referral."""
    kwargs = {"referral_id": subject.referral.id}
    if one.slug in ("begin_version", "reopen_text"):
        return with_back(reverse("edit_text", kwargs=kwargs), request)
    dictation = getattr(result, "dictation", None)
    begins_speech = (
        "decide_answer",
        "decide_confirmation",
        "write_letter",
        "write_to_patient",
        "letter_to_patient",
    )
    if one.slug in begins_speech and dictation and dictation.recording_id:
        return with_back(reverse("record", kwargs={"recording_id": dictation.recording_id}), request)
    if one.slug == "reopen_answer" or (one.slug == "decide_answer" and result.dictation is None):
        return with_back(reverse("edit_answer", kwargs={**kwargs, "reply_id": result.id}), request)
    return back_path(request) or reverse("referral", kwargs=kwargs)


def _stale(
    request: HttpRequest, one: Act, referral_id: UUID, data: QueryDict, refusal: Stale
) -> HttpResponse:
    """Somebody came first: the present state, what happened since, and what was typed, to be sent again."""
    fresh = open_for(request, referral_id, about=one.about)
    again = one.form(data, subject=fresh)
    again.is_valid()
    seen = number(data.get("seen"))
    return _page(
        request,
        one,
        fresh,
        again,
        refusals=one.refusals(fresh),
        stale=refusal.message,
        seen=max(seen, 0) or fresh.referral.event_count - 1,
        status=409,
    )


@dataclass(frozen=True, slots=True)
class Guards:
    """The hidden fields of an act: what was seen, and the id that makes a form sent twice one."""

    version: int
    draft_version: int
    new_id: UUID
    seen: int


def _guards(one: Act, subject: Subject, typed: QueryDict | None) -> Guards:
    """As typed when a form comes back with errors, so that a change in between is still noticed."""
    version = subject.referral.version
    if one.about == "case" and subject.case is not None:
        version = subject.case.version
    reply = subject.reply
    draft = reply.draft_version if reply is not None else subject.latest.draft_version
    now = Guards(version, draft, new_id(now=subject.now), subject.referral.event_count)
    if typed is None:
        return now
    return Guards(
        version=number(typed.get("version")),
        draft_version=number(typed.get("draft_version")),
        new_id=parse_id(typed.get("new_id")) or now.new_id,
        seen=number(typed.get("seen")),
    )


def _data(form: ActForm) -> QueryDict | None:
    return form.data if form.is_bound else None  # type: ignore[return-value]


def _page(
    request: HttpRequest,
    one: Act,
    subject: Subject,
    form: ActForm,
    *,
    refusals: tuple[Refusal, ...] = (),
    stale: str = "",
    seen: int | None = None,
    typed: QueryDict | None = None,
    status: int = 200,
) -> HttpResponse:
    opened = subject.opened
    names = names_of(opened)
    referral_url = with_back(reverse("referral", kwargs={"referral_id": opened.referral.id}), request)
    papers = papers_of(opened)
    replies = reply_cards(opened, names, papers)
    entries = entries_of(opened, names)
    about = {one.about: subject.ids[f"{one.about}_id"]} if one.about != "referral" else {}
    return page(
        request,
        "referral/act.html",
        {
            "act": one,
            "form": form,
            "guards": _guards(one, subject, typed if typed is not None or stale else _data(form)),
            "action_url": with_back(act_url(opened.referral.id, one.slug, **about), request),
            "referral_url": referral_url,
            "cancel_url": came_from(request, otherwise=referral_url),
            "refusals": [refusal.message for refusal in refusals],
            "stale": stale,
            "since": [
                entry
                for event, entry in zip(reversed(opened.events), entries, strict=True)
                if seen is not None and event.sequence > seen
            ],
            "typed": _typed(form) if stale and refusals else [],
            "patient": banner(opened.referral.patient, today=subject.today),
            "head": head(opened, names),
            "receiver": _receiver(subject) if one.calls else None,
            "steps": steps_of(opened),
            "next": next_deadline(opened),
            "reply": next((card for card in replies if subject.reply and card.id == subject.reply.id), None),
            "viewers": viewers_of(papers, reply_id=subject.reply.id if subject.reply else None),
            "thread": next(
                (row for row in threads(opened, names) if subject.question and row.id == subject.question.id),
                None,
            ),
            "version": version_cards(opened, names)[0],
            "asked": [row for row in request_rows(opened, names) if row["open"]]
            if one.shows == "request"
            else [],
            "templates": _templates(form),
        },
        status=status,
    )


def _receiver(subject: Subject) -> Unit | None:
    """The unit that has the referral now, with its phone number, for whoever is to speak with it (A.4)."""
    case = subject.opened.facts.current_case
    return Unit.objects.only("name", "phone").filter(id=case.unit_id).first() if case is not None else None


def _typed(form: ActForm) -> list[tuple[Any, str]]:
    """What was written in a form that can no longer be sent, so that nothing is lost."""
    found = []
    for bound in form:
        value = bound.value()
        if isinstance(value, str) and value.strip() and bound.field.__class__.__name__ in ("Long", "Line"):
            found.append((bound.label, value))
    return found


def _templates(form: ActForm) -> list[ReplyTemplate]:
    """The unit's own texts for this kind of reply."""
    case, referral = form.subject.case, form.subject.referral
    unit_id = case.unit_id if case is not None else referral.referrer_unit_id
    if not form.template_kind or unit_id is None:
        return []
    rows = ReplyTemplate.objects.filter(unit_id=unit_id, kind=form.template_kind, active=True)
    return list(rows.order_by("title", "id"))


def _only_template(form: ActForm) -> None:
    """A unit with one text for this kind of reply begins with it, unless the text says why the referral is not taken:
    that is chosen, never stood there before."""
    templates = _templates(form)
    if len(templates) == 1 and form.template_kind in (ReplyKind.CONFIRMED, ReplyKind.MORE_INFO):
        form.initial.setdefault(form.template_field, templates[0].text)


def _with_template(one: Act, subject: Subject, data: QueryDict) -> ActForm:
    """The form as it was filled in, with the chosen text after what was written."""
    chosen = parse_id(data.get("mall"))
    form = one.form(initial=data.dict(), subject=subject)
    name = form.template_field
    texts = [row.text for row in _templates(form) if row.id == chosen]
    form.initial[name] = "\n\n".join(text for text in (str(data.get(name, "")).strip(), *texts) if text)
    return form


def number(text: str | None) -> int:
    """A version from a form; what is no number was never seen, and is therefore out of date."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1
