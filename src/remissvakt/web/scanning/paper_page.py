"""What the page of a paper shows, by where the paper is: unlinked, asked about, linked, or put aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from remissvakt.core.identifiers import format_patient_number, read_patient_number
from remissvakt.core.ids import new_id, parse_id
from remissvakt.core.refusal import Refusal
from remissvakt.documents.models import Document, ScanPage, ScanState, VirusState
from remissvakt.referrals.models import Referral, WorkItem
from remissvakt.referrals.states import Node
from remissvakt.scanning.visible import log_papers_read
from remissvakt.web import presenting
from remissvakt.web.acting import back_path, with_back
from remissvakt.web.frame import actor_of, our_list_or_home, today_of
from remissvakt.web.patients.banner import banner_of
from remissvakt.web.patients.forms import FindForm
from remissvakt.web.patients.referral_rows import ReferralRow, rows_of, visible_referrals
from remissvakt.web.referral.reading import proposed_waits

from . import words
from .candidates import CHOSEN, LIMIT, candidates, log_found, proposed
from .forms import REASONS, LinkForm, ReplyForm, reason_form
from .original import withheld
from .viewer import viewer_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The patient and the referral that stand beside the paper."""

    referral: Referral
    patient: presenting.Patient
    row: ReferralRow


def context_of(
    request: HttpRequest, document: Document, *, do: str = "", form: Form | None = None
) -> dict[str, Any]:
    """Everything that scanning/paper.html draws; `do` and `form` are what was sent and could not be done."""
    state = state_of(document)
    beside = _beside(request, document, state)
    context: dict[str, Any] = {
        "document": document,
        "name": words.name_of(document),
        "kind": words.KINDS.get(document.kind, document.kind),
        "code_words": words.CODES[document.code.kind] if document.code else "",
        "state": state,
        "mine": document.unit_id in actor_of(request).unit_ids,
        "viewer": viewer_of(document),
        "scan_words": words.refusal(document.scan) if document.scan else "",
        "withheld": withheld(document.scan) if document.scan else "",
        "virus": _virus(document),
        "beside": beside,
        "failed": form if form is not None and form.errors else None,
        "do": do,
        "back_url": back_path(request) or our_list_or_home(request, Node.UNLINKED),
        "here": with_back(reverse("paper", kwargs={"document_id": document.id}), request),
        "reasons": _reasons(document, do, form),
    }
    if state == "open":
        context |= _open(request, document, beside, do, form)
    elif state == "linked":
        context |= _linked(request, document, beside, do, form)
    elif state == "asked":
        context["asked_by_me"] = document.asked_by_id == actor_of(request).person_id
    return context


def state_of(document: Document) -> str:
    """ "open", "asked", "linked" or "aside"."""
    if document.linked_at is not None:
        return "linked" if document.referral_id else "aside"
    return "asked" if document.asked_at is not None else "open"


def takes_reply(request: HttpRequest, referral_id: str | None) -> bool:
    """Whether a reply to this referral comes on paper, to be registered by hand."""
    row = _row(request, parse_id(referral_id))
    return row is not None and row[1].takes_reply


def _row(request: HttpRequest, referral_id: UUID | None) -> tuple[Referral, ReferralRow] | None:
    referral = visible_referrals(actor_of(request)).filter(id=referral_id).first() if referral_id else None
    if referral is None:
        return None
    [row] = rows_of([referral], actor=actor_of(request))
    return referral, row


def _beside(request: HttpRequest, document: Document, state: str) -> Beside | None:
    """The referral that the paper is linked to, asked about, or now compared with; the read is logged."""
    typed = request.POST.get("referral_id") or request.GET.get(CHOSEN)
    chosen = parse_id(typed) if state == "open" else document.referral_id or document.asked_referral_id
    with transaction.atomic():
        found = _row(request, chosen)
        if found is None:
            if state == "open" and typed and not request.POST:
                raise Http404
            return None
        if state == "open":
            log_found(request, [found[1]])
        else:
            log_papers_read([document], actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
    referral, row = found
    banner = banner_of(referral.patient, today=today_of(request), linked=True)
    return Beside(referral=referral, patient=banner, row=row)


def _open(
    request: HttpRequest, document: Document, beside: Beside | None, do: str, form: Form | None
) -> dict[str, Any]:
    """Nobody has linked it: a referral is chosen, or linked when it is chosen."""
    query = {"papper": str(document.id), "enhet": str(document.unit_id)}
    back = back_path(request)
    arrival = urlencode({**query, **({"tillbaka": back} if back else {})})
    context: dict[str, Any] = {
        "arrival_url": f"{reverse('register_arrival')}?{arrival}",
        "form": None,
        "find": form if do == "find" else FindForm(initial={"q": document.sender}),
        "found": [],
        "proposals": [],
        "searched": False,
        "number": "",
        "limit": LIMIT,
        "asks": False,
    }
    if beside is not None:
        own = form if isinstance(form, LinkForm) else _fresh(LinkForm, request, document, beside)
        mismatch = {"number_on_paper", "asked_reason"} & set(own.errors if own.is_bound else ())
        return context | {"form": own, "asks": bool(mismatch), "wait_quotes": _waits(request, document)}
    if isinstance(form, FindForm) and form.is_valid():
        text: str = form.cleaned_data["q"]
        found = candidates(request, text=text, document_id=document.id)
        return context | {"found": found, "searched": True, "number": _number(request, text)}
    unread = document.scan is not None and document.scan.state in (ScanState.WAITING, ScanState.READING)
    return context | {"proposals": [] if unread else proposed(request, document)}


def _linked(
    request: HttpRequest, document: Document, beside: Beside | None, do: str, form: Form | None
) -> dict[str, Any]:
    """Linked: registered as a reply, still to be registered, or simply part of the referral."""
    to_register = WorkItem.objects.filter(document=document, referral__isnull=False).exists()
    offered = to_register and beside is not None
    own = form if do == "register" and isinstance(form, ReplyForm) else None
    if own is None and offered and beside is not None:
        own = _fresh(ReplyForm, request, document, beside)
    return {
        "form": own if offered else None,
        "wait_quotes": _waits(request, document) if offered else (),
    }


def _fresh(kind: type[ReplyForm], request: HttpRequest, document: Document, beside: Beside) -> ReplyForm:
    """The form as it is first shown: the day is known, and the wait if the paper's text states one."""
    waits = _waits(request, document)
    return kind(
        today=today_of(request),
        takes_reply=beside.row.takes_reply,
        initial={
            "version": document.version,
            "referral_id": beside.referral.id,
            "referral_version": beside.referral.version,
            "reply_id": new_id(now=request.now),  # type: ignore[attr-defined]
            "arrived_on": document.arrived_on,
            "wait": waits[0][0] if waits else "",
            "number_on_paper": request.POST.get("number_on_paper", ""),
        },
    )


def _number(request: HttpRequest, text: str) -> str:
    """A whole number that was searched for was read from the paper: it is not asked for once more."""
    try:
        return format_patient_number(read_patient_number(text, today=today_of(request)).value)
    except Refusal:
        return ""


def _waits(request: HttpRequest, document: Document) -> list[tuple[str, str]]:
    """The waits that the paper's text states: as they would be typed, and as they stand there."""
    text = "\n".join(
        ScanPage.objects.filter(document=document).order_by("position").values_list("text", flat=True)
    )
    return proposed_waits(text, today=today_of(request))


def _reasons(document: Document, do: str, form: Form | None) -> dict[str, Form]:
    """The small forms that ask why, each as it was sent or empty."""
    fresh = {name: reason_form(name, initial={"version": document.version}) for name in REASONS}
    return fresh | ({do: form} if do in fresh and form is not None else {})


def _virus(document: Document) -> tuple[Any, str] | None:
    """The state of the virus check, where it is not the good one."""
    scan = document.scan
    if scan is None or scan.virus_state == VirusState.CLEAN:
        return None
    return words.VIRUS[scan.virus_state], words.VIRUS_BADGES.get(scan.virus_state, "neutral")
