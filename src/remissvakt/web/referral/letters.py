"""A referral or a reply as a letter, for paper. Clean HTML; each print is a read, and is logged as one.

A protected person's address and phone never stand on it (S: shown_address). A letter is Swedish, whatever language
the one who prints it has chosen: it goes to another unit or to the patient.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from remissvakt.organisations.models import Unit
from remissvakt.patients.display import shown_address
from remissvakt.referrals.models import ReferralVersion, Reply
from remissvakt.web.acting import with_back

from . import words
from .cards import reply_cards, version_cards
from .detail import banner, head
from .names import names_of
from .subject import Subject, open_for


@require_GET
@translation.override("sv")
def referral_letter(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The latest version that was sent, or the draft to its own unit; `version` names an older one."""
    subject = open_for(request, referral_id, action="print_referral")
    names = names_of(subject.opened)
    cards = version_cards(subject.opened, names)
    wanted = request.GET.get("version", "")
    card = next((one for one in cards if str(one.number) == wanted), None if wanted else _latest(cards))
    if card is None:
        raise Http404
    row = next(one for one in subject.opened.loop.versions if one.number == card.number)
    case = subject.opened.facts.current_case
    to_id = case.unit_id if case is not None else subject.referral.to_unit_id
    return _letter(
        request,
        subject,
        "referral/letter.html",
        from_id=subject.referral.referrer_unit_id,
        to_id=to_id,
        row=row,
        extra={"version": card, "title": _("Remiss"), "signer": names.person(row.signed_by_id)},
    )


@require_GET
@translation.override("sv")
def reply_letter(request: HttpRequest, referral_id: UUID, reply_id: UUID) -> HttpResponse:
    """One reply that has been sent."""
    subject = open_for(request, referral_id, action="print_reply")
    names = names_of(subject.opened)
    row = next(
        (one for one in subject.opened.replies if one.id == reply_id and one.sent_at is not None), None
    )
    if row is None:
        raise Http404
    card = next(one for one in reply_cards(subject.opened, names, []) if one.id == reply_id)
    version = next(one for one in version_cards(subject.opened, names) if one.number == row.about_version)
    return _letter(
        request,
        subject,
        "referral/reply_letter.html",
        from_id=row.from_unit_id,
        to_id=subject.referral.referrer_unit_id,
        row=row,
        extra={
            "reply": card,
            "version": version,
            "title": words.REPLY_KINDS[row.kind],
            "signer": names.person(row.signed_by_id) or names.person(row.author_id) or row.author_name,
        },
    )


def _latest(cards: list[Any]) -> Any:
    return next((one for one in cards if not one.voided and not one.draft), cards[0] if cards else None)


def _letter(
    request: HttpRequest,
    subject: Subject,
    template: str,
    *,
    from_id: UUID | None,
    to_id: UUID | None,
    row: ReferralVersion | Reply,
    extra: dict[str, Any],
) -> HttpResponse:
    referral, patient = subject.referral, subject.referral.patient
    units = {unit.id: unit for unit in Unit.objects.filter(id__in=[x for x in (from_id, to_id) if x])}
    address = shown_address(patient)
    lines = [x for x in (address.street, f"{address.postal_code} {address.city}".strip()) if x]
    context = {
        "referral": referral,
        "head": head(subject.opened, names_of(subject.opened)),
        "patient": banner(patient, today=subject.today),
        "patient_lines": lines,
        "sender": units.get(from_id) if from_id else None,
        "receiver": units.get(to_id) if to_id else None,
        "patient_receives": to_id is None,
        "sent_at": row.sent_at,
        "signed_at": row.signed_at,
        "today": subject.today,
        "back_url": with_back(f"/remiss/{referral.id}/", request),
        **extra,
    }
    response = render(request, template, context)
    response.headers["Content-Language"] = "sv"
    return response
