"""A referral as one party sees it: the context of referral/detail.html, on its own page and beside a list."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from remissvakt.core.clock import local_date
from remissvakt.core.identifiers import birth_date
from remissvakt.patients.display import shown_address
from remissvakt.patients.models import Patient as PatientRow
from remissvakt.referrals.models import WorkItem
from remissvakt.referrals.queries import OpenReferral
from remissvakt.referrals.states import ReferralState
from remissvakt.web import presenting
from remissvakt.web.acting import with_back
from remissvakt.web.frame import address

from . import cards, words
from .choices import possible
from .due_words import next_word
from .loop_view import next_deadline, owner_of, steps_of
from .names import Names, names_of
from .papers import papers_of
from .subject import open_for
from .timeline import entries_of


def detail_context(
    request: HttpRequest, referral_id: UUID, *, back: str = "", item_id: UUID | None = None
) -> dict[str, Any]:
    """Open a referral, which logs the read, and make it ready for referral/detail.html.

    `back` is the path of the list with the row to open next; it travels along to every act. Raises Http404
    for what does not exist and for what one may not see alike.
    """
    if back:
        request.tillbaka = back  # type: ignore[attr-defined]
    return context_of(request, open_for(request, referral_id).opened, item_id=item_id)


def context_of(request: HttpRequest, opened: OpenReferral, *, item_id: UUID | None = None) -> dict[str, Any]:
    """The same for a referral that is open already."""
    today = local_date(request.now)  # type: ignore[attr-defined]
    names = names_of(opened)
    papers = papers_of(opened)
    versions = cards.version_cards(opened, names)
    return {
        "referral": opened.referral,
        "today": today,
        "patient": banner(opened.referral.patient, today=today),
        "head": head(opened, names),
        "steps": steps_of(opened),
        "next": next_deadline(opened),
        "work": work_rows(opened)[1:],
        "possible": possible(opened, link=lambda url: with_back(url, request), item_id=item_id),
        "replies": cards.reply_cards(opened, names, papers),
        "versions": versions,
        "cases": case_rows(opened, names),
        "requests": cards.request_rows(opened, names),
        "contacts": cards.contact_rows(opened),
        "notices": cards.notice_rows(opened),
        "letters": cards.letter_cards(opened, names),
        "sendings": cards.sendings(opened, names),
        "threads": cards.threads(opened, names),
        "papers": [paper for paper in papers if paper.reply_id is None],
        "entries": entries_of(opened, names),
        "link": lambda url: with_back(url, request),
        "at_sender": opened.at_sender,
    }


def banner(patient: PatientRow, *, today: date) -> presenting.Patient:
    """Who it is about. A protected person's address and phone are left out; they are asked for by name."""
    shown = shown_address(patient)
    place = ", ".join(x for x in (shown.street, f"{shown.postal_code} {shown.city}".strip()) if x)
    notes = []
    if patient.interpreter_language:
        notes.append(_("Tolk: %(language)s") % {"language": patient.interpreter_language})
    return presenting.Patient(
        number=patient.number,
        name=patient.name,
        url=address("patient", patient_id=patient.id),
        age=age(patient, today=today),
        protected=protection(patient),
        notes=tuple(notes),
        contact=tuple(x for x in (place, shown.phone) if x),
    )


def protection(patient: PatientRow) -> presenting.Protection:
    """The stronger of the two markings, or ""."""
    if patient.protected_registration:
        return "registration"
    return "secrecy" if patient.confidential else ""


def age(patient: PatientRow, *, today: date) -> int | None:
    """Whole years, where the number tells the day of birth."""
    born = birth_date(patient.number)
    if born is None:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def head(opened: OpenReferral, names: Names) -> dict[str, Any]:
    """The line under the banner: code, from whom to whom, priority, who watches or assesses."""
    referral = opened.referral
    sender = names.unit(referral.referrer_unit_id) or _("patientens egen vårdbegäran")
    who = (referral.referrer.name if referral.referrer else "") or referral.referrer_name
    case = opened.facts.current_case
    to = names.unit(case.unit_id) if case else names.unit(referral.to_unit_id)
    first = names.unit(referral.to_unit_id)
    watched = opened.at_sender and referral.state == ReferralState.SENT
    return {
        "code": referral.code,
        "state": words.REFERRAL_STATES[referral.state],
        "from": sender,
        "who": who,
        "to": to,
        "first_to": first if first != to else "",
        "priority": priority(referral.priority_rank, referral.priority_label),
        "watcher": referral.watcher.name if referral.watcher and watched else "",
        "watch_on": referral.watch_on if watched else None,
        "source": words.SOURCES[referral.source] if referral.source != "written" else "",
        "void_reason": referral.void_reason,
        "close_note": referral.close_note if opened.at_sender else "",
    }


def priority(rank: int, label: str) -> str:
    """The priority in words: "prio 2, Hög"."""
    number = _("prio %(rank)s") % {"rank": rank}
    return f"{number}, {label}" if label else number


def case_rows(opened: OpenReferral, names: Names) -> list[dict[str, Any]]:
    """Each unit that has or had the case; what is the receiver's own stays with the receiver."""
    rows = []
    for row in opened.loop.cases:
        ours = row.id in opened.our_case_ids
        rows.append(
            {
                "id": row.id,
                "unit": names.unit(row.unit_id),
                "state": words.CASE_STATES[row.state],
                "badge": words.CASE_BADGES.get(row.state, "neutral"),
                "arrived_on": row.arrived_on,
                "assessor": names.person(row.assessor_id),
                "ours": ours,
                "assessed_at": row.assessed_at if ours else None,
                "note": row.assessment_note if ours else "",
                "consent": row.forward_consent if ours else "",
                "forward_watch_on": row.forward_watch_on if ours else None,
            }
        )
    return rows


def work_rows(opened: OpenReferral) -> list[dict[str, Any]]:
    """The own unit's open obligations, by due date; one line where two lists hold the same."""
    seen: set[tuple[Any, ...]] = set()
    rows = []
    for item in opened.work:
        same = (
            item.reason,
            item.due_on,
            item.unit_id,
            item.reply_id,
            item.case_id,
            item.delivery_id,
            item.question_id,
        )
        if same not in seen:
            seen.add(same)
            rows.append(_work(opened, item))
    return rows


def _work(opened: OpenReferral, item: WorkItem) -> dict[str, Any]:
    owner, unit = owner_of(opened, item)
    return {"what": next_word(item.reason), "due_on": item.due_on, "owner": owner, "unit": unit}
