"""One delivery on paper: look at it, print it, open it as it was printed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from remissvakt.core.refusal import NotFound
from remissvakt.letters.printing import delivery_of, preview_delivery, print_delivery
from remissvakt.referrals.models import Delivery
from remissvakt.referrals.rules import Action
from remissvakt.referrals.states import DeliveryState
from remissvakt.storage import store
from remissvakt.web.acting import tell, with_back
from remissvakt.web.referral.act_view import number
from remissvakt.web.referral.acts import act_url
from remissvakt.web.referral.cards import sendings
from remissvakt.web.referral.detail import banner, head
from remissvakt.web.referral.names import names_of
from remissvakt.web.referral.subject import Subject, open_for

from .answers import as_pdf, shown


@require_GET
def delivery_letter(request: HttpRequest, referral_id: UUID, delivery_id: UUID) -> HttpResponse:
    """The letter as pictures: as it was printed, or as it would be."""
    subject = open_for(request, referral_id, action="read_letter")
    delivery = _delivery(subject, delivery_id)
    opened, kwargs = subject.opened, {"referral_id": referral_id, "delivery_id": delivery_id}
    names = names_of(opened)
    if delivery.printed_file_id is not None:
        pdf = store.read(sha256=delivery.printed_file_id)
    else:
        pdf = preview_delivery(opened, delivery_id, now=subject.now)
    refusals = opened.may(Action.MARK_PRINTED, delivery_id=delivery_id)
    queued = delivery.state == DeliveryState.QUEUED
    context = {
        "delivery": delivery,
        "sending": next(row for row in sendings(opened, names) if row.id == delivery_id),
        "head": head(opened, names),
        "patient": banner(opened.referral.patient, today=subject.today),
        "protected": opened.referral.patient.protected and delivery.to_unit_id is None,
        "version": opened.referral.version,
        "referral_url": with_back(reverse("referral", kwargs={"referral_id": referral_id}), request),
        "may_print": not refusals,
        "why_not": refusals[0].message if refusals and queued else "",
        "print_url": with_back(reverse("print_delivery", kwargs=kwargs), request),
        "pdf_url": reverse("printed_pdf", kwargs=kwargs) if delivery.printed_file_id else "",
        "post_url": with_back(act_url(referral_id, "mark_posted", delivery=delivery_id), request)
        if not opened.may(Action.MARK_POSTED, delivery_id=delivery_id)
        else "",
    }
    return shown(request, "letters/delivery.html", context, pdf=pdf)


@require_POST
def print_one(request: HttpRequest, referral_id: UUID, delivery_id: UUID) -> HttpResponse:
    """Record it as printed, then lead back to where its PDF is opened."""
    kwargs = {"referral_id": referral_id, "delivery_id": delivery_id}
    try:
        print_delivery(
            **kwargs,
            version=number(request.POST.get("version")),
            actor=request.actor,  # type: ignore[attr-defined]
            now=request.now,  # type: ignore[attr-defined]
        )
    except NotFound as refusal:
        raise Http404 from refusal
    tell(
        request,
        _("Utskriften är noterad. Öppna den, skriv ut och posta."),
        url=reverse("printed_pdf", kwargs=kwargs),
        url_label=_("Öppna utskriften"),
    )
    return HttpResponseRedirect(with_back(reverse("delivery_letter", kwargs=kwargs), request))


@require_GET
def printed_pdf(request: HttpRequest, referral_id: UUID, delivery_id: UUID) -> HttpResponse:
    """The PDF as it was printed."""
    subject = open_for(request, referral_id, action="print_letter")
    delivery = _delivery(subject, delivery_id)
    if delivery.printed_file_id is None:
        raise Http404
    return as_pdf(store.read(sha256=delivery.printed_file_id), name=subject.referral.code)


def _delivery(subject: Subject, delivery_id: UUID) -> Delivery:
    """One's own unit's, and not one that went inside the installation: that has no letter."""
    try:
        found = delivery_of(subject.opened, delivery_id)
    except NotFound as refusal:
        raise Http404 from refusal
    if found.channel == "local":
        raise Http404
    return found
