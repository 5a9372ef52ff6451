"""All acts by name, and their addresses."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from ..subject import PARAMETERS
from . import answers, conversation, delivery, letters, receiver, replies, sender_text, watch
from .act import Act

ACTS: dict[str, Act] = {
    act.slug: act
    for part in (sender_text, delivery, watch, replies, receiver, answers, letters, conversation)
    for act in part.ACTS
}
# Acts whose page is the editor itself.
IN_TEXT_EDITOR = frozenset({"edit_text", "transcribe", "complete"})
IN_LETTER_EDITOR = frozenset(
    {"edit_letter", "transcribe_letter", "complete_letter", "sign_letter", "send_letter", "void_letter"}
)
# Acts of the page where a dictation is typed, and of the player beside a typed text.
ON_DICTATION_PAGE = frozenset(
    {
        "take_dictation", "type_dictation", "mark_unclear", "settle_unclear", "send_back_dictation",
        "share_dictation",
    }
)  # fmt: skip
ON_DELIVERY_PAGE = frozenset({"mark_printed"})
ON_PAPER_PAGE = frozenset({"undo_link", "say_no_reply"})
IN_ANSWER_EDITOR = frozenset({"edit_answer", "transcribe_answer", "complete_answer"})


def act_url(referral_id: UUID, slug: str, **about: UUID | str | int | None) -> str:
    """The address of an act; `about` may hold case, reply, delivery, question and other parameters."""
    params = {PARAMETERS.get(name, name): str(value) for name, value in about.items() if value is not None}
    path = reverse("act", kwargs={"referral_id": referral_id, "action": slug})
    return f"{path}?{urlencode(params)}" if params else path
