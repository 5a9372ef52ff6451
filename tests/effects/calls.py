"""What nearly every act is given: the id and the version that are there now. And an act that is to be refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from factories import walks
from factories.region import Region
from remissvakt.core.refusal import Refusal
from remissvakt.organisations.models import Unit
from remissvakt.referrals.models import Letter, Question, Referral, Reply
from remissvakt.storage.models import StoredFile

Walk = Callable[[Region, datetime], Any]
DAY = timedelta(days=1)


def of(referral: Referral) -> dict[str, Any]:
    return {"referral_id": referral.id, "version": walks.fresh(referral).version}


def of_case(referral: Referral, unit: Unit | None = None) -> dict[str, Any]:
    case = walks.case_of(referral, unit)
    return {"case_id": case.id, "version": case.version}


def of_reply(referral: Referral, kind: str | None = None) -> dict[str, Any]:
    """The latest reply, to be acknowledged."""
    return {"reply_id": walks.reply_of(referral, kind).id, "version": walks.fresh(referral).version}


def of_draft(referral: Referral) -> dict[str, Any]:
    """The latest reply, which is being written."""
    reply = walks.reply_of(referral)
    return {"reply_id": reply.id, "draft_version": reply.draft_version}


def of_text(referral: Referral) -> dict[str, Any]:
    """The referral's own text, which is being written."""
    latest = referral.versions.order_by("-number")[0]
    return {"referral_id": referral.id, "draft_version": latest.draft_version}


def of_letter(referral: Referral) -> dict[str, Any]:
    letter = Letter.objects.filter(referral=referral).order_by("-id")[0]
    return {"letter_id": letter.id, "draft_version": letter.draft_version}


def of_question(referral: Referral) -> dict[str, Any]:
    return {"question_id": Question.objects.filter(referral=referral).order_by("-id")[0].id}


def replies(referral: Referral) -> list[Reply]:
    return list(Reply.objects.filter(referral=referral).order_by("id"))


def stored(*, now: datetime, sign: str = "a") -> str:
    """The name of a file that is in the storage."""
    file, _new = StoredFile.objects.get_or_create(
        sha256=sign * 64,
        defaults={"size": 1, "media_type": "application/pdf", "key_name": "1", "stored_at": now},
    )
    return file.sha256


def refused(act: Callable[..., Any], **given: Any) -> None:
    """The act is refused; why stands in the table."""
    try:
        act(**given)
    except Refusal:
        return
    raise AssertionError(f"{act.__name__} was done")
