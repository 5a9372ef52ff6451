"""A dictation as a page is about it: the open referral, the text that the speech becomes, and what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from remissvakt.dictation.models import Dictation, Recording, RecordingKind
from remissvakt.referrals.models import Letter, ReferralVersion, Reply
from remissvakt.referrals.rules import Action
from remissvakt.referrals.states import ANSWERS
from remissvakt.web.referral.subject import Subject, open_for


@dataclass(slots=True)
class DictatedText:
    """One dictation with its text, opened by one person."""

    subject: Subject
    dictation: Dictation
    row: ReferralVersion | Reply | Letter

    @property
    def kind(self) -> RecordingKind:
        if isinstance(self.row, ReferralVersion):
            return RecordingKind.REFERRAL
        if isinstance(self.row, Letter):
            return RecordingKind.LETTER
        return RecordingKind.ANSWER if self.row.kind in ANSWERS else RecordingKind.CONFIRMATION

    @property
    def ids(self) -> dict[str, UUID]:
        """The arguments of `OpenReferral.may`."""
        if isinstance(self.row, ReferralVersion):
            return {}
        return {"letter_id" if isinstance(self.row, Letter) else "reply_id": self.row.id}

    @property
    def unit_id(self) -> UUID | None:
        if isinstance(self.row, ReferralVersion):
            return self.subject.referral.referrer_unit_id
        return self.row.from_unit_id

    @property
    def recording(self) -> Recording | None:
        return self.dictation.recording

    def may(self, action: Action) -> bool:
        return not self.subject.opened.may(action, **self.ids)

    def common(self) -> dict[str, Any]:
        """The arguments that every action on the dictation takes."""
        return {
            "dictation_id": self.dictation.id,
            "actor": self.subject.actor,
            "now": self.subject.now,
        }


def open_dictated(request: HttpRequest, dictation_id: UUID) -> DictatedText:
    """Open the referral that a dictation is about, which logs the read; Http404 for another unit's."""
    found = (
        Dictation.objects.filter(id=dictation_id)
        .values_list("letter__referral_id", "reply__referral_id", "referral_version__referral_id")
        .first()
    )
    referral_id = next((one for one in found or () if one is not None), None)
    if referral_id is None:
        raise Http404
    subject = open_for(request, referral_id, action="read_dictation")
    opened = subject.opened
    rows: list[ReferralVersion | Reply | Letter] = [*opened.loop.replies, *opened.letters]
    if opened.at_sender:
        rows.append(opened.loop.version)
    row = next((one for one in rows if one.dictation_id == dictation_id), None)
    if row is None or row.dictation is None:
        raise Http404
    if isinstance(row, Reply):
        if row.from_unit_id not in subject.actor.unit_ids:
            raise Http404
        subject.reply, subject.case = row, opened.loop.case(row.case_id)
    return DictatedText(subject=subject, dictation=row.dictation, row=row)
