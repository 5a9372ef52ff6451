"""A referral or a reply as a letter, to look at or to have on paper. It is no delivery, and has no working code."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from remissvakt.letters.compose import Source, of_reply, of_version, source_of
from remissvakt.letters.content import LetterContent
from remissvakt.letters.printing import pdf_of
from remissvakt.referrals.models import Delivery, ReferralVersion
from remissvakt.web.acting import with_back
from remissvakt.web.frame import address
from remissvakt.web.referral import words
from remissvakt.web.referral.detail import banner, head
from remissvakt.web.referral.names import names_of
from remissvakt.web.referral.subject import Subject, open_for

from .answers import as_pdf, shown


@require_GET
def referral_letter(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The latest version that was sent, or the draft to its own unit; `version` names an older one."""
    subject = open_for(request, referral_id, action="print_referral")
    row = _version(subject, request.GET.get("version", ""))
    source = source_of(subject.opened, today=subject.today)
    ours = [one for one in subject.opened.deliveries if one.referral_version_id == row.id]
    return _answer(
        request,
        subject,
        source,
        of_version(source, row),
        title=_("Remiss"),
        unit_id=subject.referral.referrer_unit_id,
        deliveries=ours,
    )


@require_GET
def reply_letter(request: HttpRequest, referral_id: UUID, reply_id: UUID) -> HttpResponse:
    """One reply that has been sent."""
    subject = open_for(request, referral_id, action="print_reply")
    row = next(
        (one for one in subject.opened.replies if one.id == reply_id and one.sent_at is not None), None
    )
    if row is None:
        raise Http404
    source = source_of(subject.opened, today=subject.today)
    ours = [one for one in subject.opened.deliveries if one.reply_id == row.id]
    return _answer(
        request,
        subject,
        source,
        of_reply(source, row),
        title=str(words.REPLY_KINDS[row.kind]),
        unit_id=row.from_unit_id,
        deliveries=ours,
    )


def _version(subject: Subject, wanted: str) -> ReferralVersion:
    """Drafts are the sender's own."""
    opened = subject.opened
    rows = [one for one in opened.loop.versions if one.sent_at is not None or opened.at_sender]
    rows.sort(key=lambda one: one.number, reverse=True)
    if wanted:
        found = next((one for one in rows if str(one.number) == wanted), None)
    else:
        found = next((one for one in rows if one.sent_at is not None), rows[0] if rows else None)
    if found is None:
        raise Http404
    return found


def _answer(
    request: HttpRequest,
    subject: Subject,
    source: Source,
    paper: LetterContent,
    *,
    title: str,
    unit_id: UUID | None,
    deliveries: list[Delivery],
) -> HttpResponse:
    case = subject.opened.facts.current_case
    style_unit_id = unit_id or (case.unit_id if case else None)  # one's own request comes from no unit
    assert style_unit_id is not None
    pdf = pdf_of(source, [paper], unit=source.units[style_unit_id])
    if "pdf" in request.GET:
        return as_pdf(pdf, name=subject.referral.code)
    opened = subject.opened
    to_post = next((row for row in deliveries if row.state == "queued" and row.channel == "paper"), None)
    query = request.GET.copy()
    query["pdf"] = "1"
    context: dict[str, Any] = {
        "title": title,
        "head": head(opened, names_of(opened)),
        "patient": banner(opened.referral.patient, today=subject.today),
        "referral_url": with_back(address("referral", referral_id=opened.referral.id), request),
        "pdf_url": f"?{query.urlencode()}",
        "delivery_url": with_back(
            address("delivery_letter", referral_id=opened.referral.id, delivery_id=to_post.id), request
        )
        if to_post
        else "",
    }
    return shown(request, "letters/copy.html", context, pdf=pdf)
