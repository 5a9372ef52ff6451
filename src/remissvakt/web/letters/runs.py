"""Print runs: many letters printed together, opened as one file, and marked as posted together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from remissvakt.core.ids import new_id
from remissvakt.core.refusal import Refusal
from remissvakt.letters.models import PrintRunEntry
from remissvakt.letters.runs import (
    AT_ONCE,
    OpenRun,
    begin_run,
    go_on,
    kind_of_delivery,
    open_run,
    pdf_of_run,
    runs_of,
)
from remissvakt.letters.words import kind_of
from remissvakt.referrals.actions.deliver import mark_posted
from remissvakt.referrals.rules.who import CARE
from remissvakt.referrals.states import DeliveryState
from remissvakt.web.acting import tell
from remissvakt.web.frame import actor_of, address, page
from remissvakt.web.patients.roles import only
from remissvakt.web.referral.act_view import number
from remissvakt.web.referral.detail import protection

from .answers import as_pdf

WAITING, PRINTED, POSTED, REFUSED, ELSEWHERE = "waiting", "printed", "posted", "refused", "elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One letter of a run as its page shows it; `may_post` puts a box before it."""

    entry: PrintRunEntry
    kind: str
    to: str
    protected: str
    state: str
    why: str
    url: str
    version: int
    may_post: bool


def begin(request: HttpRequest, delivery_ids: Iterable[UUID], *, otherwise: str) -> HttpResponse:
    """Print the chosen letters of a list: the first at once, the rest while the run's page shows how far it is."""
    actor, now = actor_of(request), request.now  # type: ignore[attr-defined]
    try:
        made = begin_run(run_id=new_id(now=now), delivery_ids=list(delivery_ids), actor=actor, now=now)
    except Refusal as refusal:
        tell(request, refusal.message, level="warning")
        return HttpResponseRedirect(otherwise)
    go_on(run_id=made.id, actor=actor, now=now)
    return HttpResponseRedirect(address("print_run", run_id=made.id))


@require_GET
@only(CARE)
def runs(request: HttpRequest) -> HttpResponse:
    """The newest runs of one's units, with what still lies to be posted."""
    return page(request, "letters/runs.html", {"runs": runs_of(actor_of(request))})


@require_GET
@only(CARE)
def run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """A run as it is now; while letters wait to be printed, it asks again by itself."""
    opened = _open(request, run_id)
    if not opened.waiting and request.headers.get("HX-Request") == "true":
        # The bar is full: what comes now is another page.
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    return _page(request, opened)


@require_POST
@only(CARE)
def go_on_with(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Print the next letters now, where nobody does."""
    opened = _open(request, run_id)
    go_on(run_id=opened.run.id, actor=actor_of(request), now=request.now, most=3 * AT_ONCE)  # type: ignore[attr-defined]
    return HttpResponseRedirect(address("print_run", run_id=run_id))


@require_POST
@only(CARE)
def posted(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Mark the ticked letters as posted; each is an act of its own, and what is refused says why."""
    opened = _open(request, run_id)
    chosen = set(request.POST.getlist("brev"))
    refused: dict[UUID, str] = {}
    posted_of: Counter[UUID] = (
        Counter()
    )  # each raises the version that the others of its referral were seen with
    for line in _lines(opened):
        if not line.may_post or str(line.entry.id) not in chosen:
            continue
        referral_id = line.entry.delivery.referral_id
        seen = number(request.POST.get(f"version_{line.entry.id}"))
        try:
            mark_posted(
                delivery_id=line.entry.delivery_id,
                version=seen + posted_of[referral_id],
                actor=actor_of(request),
                now=request.now,  # type: ignore[attr-defined]
            )
            posted_of[referral_id] += 1
        except Refusal as refusal:
            refused[line.entry.id] = refusal.message
    done = posted_of.total()
    if done:
        tell(request, ngettext("%(n)s brev är postat.", "%(n)s brev är postade.", done) % {"n": done})
    if refused:
        return _page(request, _open(request, run_id), refused=refused, status=409)
    if not done:
        tell(request, _("Markera de brev som är postade först."), level="warning")
    return HttpResponseRedirect(address("print_run", run_id=run_id))


@require_GET
@only(CARE)
def pdf(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Everything that was printed, after a list of it."""
    opened = _open(request, run_id, action="print_letter")
    return as_pdf(pdf_of_run(opened), name=f"utskrift-{opened.run.made_at:%Y-%m-%d}")


def _open(request: HttpRequest, run_id: UUID, *, action: str = "read_print_run") -> OpenRun:
    return open_run(run_id=run_id, actor=actor_of(request), now=request.now, action=action)  # type: ignore[attr-defined]


def _page(
    request: HttpRequest, opened: OpenRun, *, refused: dict[UUID, str] | None = None, status: int = 200
) -> HttpResponse:
    lines = _lines(opened, refused or {})
    context: dict[str, Any] = {
        "run": opened.run,
        "lines": lines,
        "waiting": opened.waiting,
        "done": len(opened.entries) - opened.waiting,
        "total": len(opened.entries),
        "printed": len(opened.printed),
        "pages": sum(entry.pages or 0 for entry in opened.printed),
        "to_post": sum(1 for line in lines if line.may_post),
        "refused": len(refused or {}),
    }
    return page(request, "letters/run.html", context, status=status)


def _lines(opened: OpenRun, refused: dict[UUID, str] | None = None) -> list[Line]:
    return [_line(entry, (refused or {}).get(entry.id, "")) for entry in opened.entries]


def _line(entry: PrintRunEntry, refused: str) -> Line:
    delivery = entry.delivery
    state = _state(entry)
    patient = delivery.referral.patient
    return Line(
        entry=entry,
        kind=kind_of(kind_of_delivery(delivery)),
        to=delivery.to_unit.name if delivery.to_unit else _("patienten"),
        protected=protection(patient),
        state=state,
        why=refused or entry.refusal,
        url=address("delivery_letter", referral_id=delivery.referral_id, delivery_id=delivery.id),
        version=delivery.referral.version,
        may_post=state == PRINTED,
    )


def _state(entry: PrintRunEntry) -> str:
    """How far a letter has come: what became of the delivery says more than the run."""
    state = entry.delivery.state
    if state in (DeliveryState.POSTED, DeliveryState.SENT, DeliveryState.DELIVERED):
        return POSTED
    if entry.refusal:
        return REFUSED
    if state != DeliveryState.QUEUED:
        return ELSEWHERE
    return PRINTED if entry.printed_at is not None else WAITING
