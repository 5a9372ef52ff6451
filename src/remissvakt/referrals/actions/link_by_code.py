"""A coded paper links itself to the referral that its code names, where its unit is a party to that (A.3, A.6)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from remissvakt.core.refusal import Refusal
from remissvakt.documents.models import CodeKind, Document, DocumentKind
from remissvakt.organisations.actors import Actor

from ..change import change
from ..rules import Action
from .take_paper import put_link

# What a paper is, by its code. What we have sent ourselves and gets back is looked at by a person.
KIND_OF_CODE = {
    CodeKind.REFERRAL: DocumentKind.REFERRAL,
    CodeKind.REPLY: DocumentKind.OTHER,
    CodeKind.LETTER: DocumentKind.OTHER,
    CodeKind.CONFIRMATION_SHEET: DocumentKind.CONFIRMATION,
    CodeKind.ANSWER_SHEET: DocumentKind.ANSWER,
}


def link_by_code(*, document_id: UUID, actor: Actor, now: datetime) -> bool:
    """Link the document, if its code is of a referral that its unit is a party to; whether it is linked now.

    `actor` is who scanned it, or the machine at the unit. Of another unit's referral nothing is said or done.
    """
    seen = Document.objects.select_related("code").filter(id=document_id, linked_at=None).first()
    if seen is None or seen.code is None or seen.asked_at is not None:
        return False
    try:
        with change(
            action=Action.LINK_PAPER, referral_id=seen.code.referral_id, version=None, actor=actor, now=now
        ) as doing:
            document = Document.objects.select_for_update().get(id=document_id)
            if document.linked_at is not None or document.code_id != seen.code_id:
                return False
            kind = KIND_OF_CODE[CodeKind(seen.code.kind)]
            put_link(doing, document, kind=kind, how="code", by_itself=True)
    except Refusal:
        return False
    return True
