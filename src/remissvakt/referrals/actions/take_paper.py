"""A paper becomes a referral's, or ceases to be: the step inside other actions. No action of its own."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from remissvakt.core.identifiers import read_patient_number
from remissvakt.core.refusal import NotFound, Refusal, Stale
from remissvakt.documents.models import Document, DocumentKind, ScanState
from remissvakt.documents.sight import papers_of
from remissvakt.organisations.actors import Actor

from ..change import Changing
from ..models import Reply
from ..record import record_paper
from ..states import ANSWERS

UNREAD_SCANS = (ScanState.WAITING, ScanState.READING)


def locked_paper(*, document_id: UUID, version: int | None, actor: Actor) -> Document:
    """The paper, locked, whether linked or not. Raises NotFound, Stale, and Refusal while its scan is being read."""
    document = Document.objects.select_for_update().filter(papers_of(actor), id=document_id).first()
    if document is None:
        raise NotFound
    if version is not None and document.version != version:
        raise linked_already(document) if document.linked_at is not None else Stale()
    if document.scan is not None and document.scan.state in UNREAD_SCANS:
        raise Refusal("scan_being_read", _("Filen läses fortfarande. Vänta tills den är delad i dokument."))
    return document


def unlinked_paper(*, document_id: UUID, version: int | None, actor: Actor) -> Document:
    """The same, of a paper that nobody has dealt with yet."""
    document = locked_paper(document_id=document_id, version=version, actor=actor)
    if document.linked_at is not None:
        raise linked_already(document)
    return document


def linked_already(document: Document) -> Stale:
    return Stale(
        "paper_linked_already",
        _("%(who)s har redan tagit hand om papperet, %(when)s."),
        who=document.linked_by.name if document.linked_by else _("Papperets egen kod"),
        when=document.linked_at,
    )


def number_agrees(doing: Changing, number_on_paper: str) -> bool:
    """Whether the number on the paper, as it was typed, is the patient's; a paper may have none.

    Raises what `read_patient_number` refuses, for the field.
    """
    if not number_on_paper.strip():
        return False
    try:
        number = read_patient_number(number_on_paper, today=doing.today)
    except Refusal as refusal:
        raise refusal.for_field("number_on_paper") from None
    return number.value == doing.referral.patient.number


def require_fits(doing: Changing, document: Document) -> None:
    """Refuse a paper that its own code says is another referral's, and one of a unit that is no party.

    A pool has the papers of all its units, and the referrals of all; they are not each other's.
    """
    if document.code is not None and document.code.referral_id != doing.referral.id:
        raise Refusal(
            "code_says_another",
            _("Papperets kod hör till en annan remiss. Det kan inte kopplas hit."),
        )
    if document.unit_id not in {
        doing.referral.referrer_unit_id,
        *(case.unit_id for case in doing.loop.cases),
    }:
        raise Refusal(
            "paper_of_no_party",
            _("Papperet kom till en enhet som inte är part i remissen. Det kan inte kopplas hit."),
        )


def put_link(doing: Changing, document: Document, *, kind: str, how: str, by_itself: bool = False) -> None:
    """The facts of a link; it leaves Okopplade with the same transaction. `how` it was known goes in the event."""
    doing.loop.keep(document)
    doing.loop.set(
        document,
        referral=doing.referral,
        kind=kind,
        linked_at=doing.now,
        linked_by_id=None if by_itself else doing.actor.person_id,
        asked_referral=None,
        asked_at=None,
        asked_by=None,
        asked_reason="",
        version=document.version + 1,
    )
    doing.loop.event(
        "paper_linked", side="own", document=document.id, sender=document.sender, document_kind=kind, how=how
    )
    record_paper(document)


def take_for_reply(doing: Changing, *, document_id: UUID, reply: Reply, number_on_paper: str) -> Document:
    """The reply was registered from this paper: linked already, or still in Okopplade.

    What is not linked yet is linked only with the patient's number on it, or by its own code; otherwise it is linked
    first, which takes two persons (W14).
    """
    document = locked_paper(document_id=document_id, version=None, actor=doing.actor)
    kind = DocumentKind.ANSWER if reply.kind in ANSWERS else DocumentKind.CONFIRMATION
    if document.linked_at is None:
        require_fits(doing, document)
        if document.code is None and not number_agrees(doing, number_on_paper):
            raise Refusal(
                "number_on_paper_differs",
                _(
                    "Numret på papperet är inte patientens, eller saknas. Koppla papperet först: det kräver "
                    "en andra person."
                ),
                field="number_on_paper",
            )
        put_link(doing, document, kind=kind, how="code" if document.code else "number")
    elif document.referral_id != doing.referral.id or document.reply_id is not None:
        raise linked_already(document)
    else:
        doing.loop.keep(document)
    doing.loop.set(document, reply=reply, kind=kind, set_aside_reason="", version=document.version + 1)
    return document


def take_for_arrival(doing: Changing, *, document_id: UUID) -> Document:
    """The referral was registered from this paper: whose it is was read from it."""
    document = unlinked_paper(document_id=document_id, version=None, actor=doing.actor)
    require_fits(doing, document)
    put_link(doing, document, kind=DocumentKind.REFERRAL, how="arrival")
    return document


def put_back(doing: Changing, document: Document) -> None:
    """The paper is the referral's no longer: it is work in Okopplade the same moment.

    Its code is forgotten (the event and the pages keep it): it was what misled, and must not bind the next link.
    """
    doing.loop.let_go(document)
    doing.loop.set(
        document,
        referral=None,
        reply=None,
        code=None,
        kind=DocumentKind.UNKNOWN,
        linked_at=None,
        linked_by=None,
        set_aside_reason="",
        version=document.version + 1,
    )
    record_paper(document)
