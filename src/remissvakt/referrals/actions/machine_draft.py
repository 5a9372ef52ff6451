"""What speech recognition has written becomes the draft of a text: marked, and with its doubts as unclear spots."""

from __future__ import annotations

from remissvakt.core.ids import new_id
from remissvakt.dictation.models import Dictation, Recording, UnclearSpot

from ..change import Changing
from ..models import Letter, ReferralVersion, Reply
from ..models.version import TEXT_FIELDS

# A machine does not know what is question and what is background: a person moves it.
_FIELD = "clinical_information"


def put_machine_draft(doing: Changing, dictation: Dictation, row: ReferralVersion | Reply | Letter) -> None:
    """Fill an empty text with the recording's draft, if there is one. A person must read it through before signing."""
    if dictation.machine_draft or dictation.recording_id is None or not _empty(row):
        return
    found = Recording.objects.filter(id=dictation.recording_id).values_list("draft", "draft_doubts").first()
    draft, doubts = found or ("", [])
    name = _FIELD if isinstance(row, ReferralVersion) else "text"
    text = draft.strip()[: TEXT_FIELDS[_FIELD] if isinstance(row, ReferralVersion) else None]
    if not text:
        return
    loop, now = doing.loop, doing.now
    loop.set(row, **{name: text}, draft_version=row.draft_version + 1)
    loop.set(dictation, machine_draft=True)
    for at_ms, word in doubts:
        loop.add(
            UnclearSpot(
                id=new_id(now=now), dictation=dictation, at_ms=at_ms, note=str(word)[:200], marked_at=now
            )
        )
    loop.event("machine_drafted", side="own")


def _empty(row: ReferralVersion | Reply | Letter) -> bool:
    if isinstance(row, ReferralVersion):
        return not any(getattr(row, name).strip() for name in TEXT_FIELDS)
    return not row.text.strip()
