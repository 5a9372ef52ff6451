"""A paper that was registered as a reply of another patient's, and undoing that: for all who ask what becomes of it."""

from factories import told_scans as scans
from factories import walks
from remissvakt.documents.models import Document
from remissvakt.referrals.actions import undo_link
from remissvakt.referrals.models import Case

THE_NUMBER = "191212121212"


def registered(region, referral, *, now, kind="CONFIRMED", **more):
    """A reply from a scan that was linked to it by hand."""
    (document,) = scans.scanned(region, "text", now=now)
    reply = walks.put_reply(
        region,
        referral,
        now=now,
        kind=kind,
        document_id=document.id,
        number_on_paper=THE_NUMBER,
        text="",
        **more,
    )
    return document, reply


def forwarded_by_mistake(region, referral, *, now):
    """A paper of somebody else's is read as that the company clinic has the referral; returns the paper."""
    document, _reply = registered(
        region, referral, now=now, kind="FORWARDED", forwarded_to_id=region.company_clinic.id
    )
    return document


def undo(region, document, *, now, actor=None, reason="Papperet är en annan patients."):
    return undo_link.undo_link(
        document_id=document.id,
        document_version=Document.objects.get(id=document.id).version,
        reason=reason,
        actor=actor or region.secretary,
        now=now,
    )


def moved(case):
    names = ("state", "arrived_on", "confirmed_at", "wait_kind", "wait_value", "wait_until", "ended_at")
    return Case.objects.filter(id=case.id).values(*names).get()
