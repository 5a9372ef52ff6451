"""The parts of a referral's page, made ready for the template: replies, versions, requests, post, threads, papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from remissvakt.letters.words import kind_of
from remissvakt.referrals.models import Delivery, Letter, Question, QuestionMessage, ReferralVersion, Reply
from remissvakt.referrals.models.version import TEXT_FIELDS
from remissvakt.referrals.queries import OpenReferral
from remissvakt.referrals.states import ANSWERS, NATIONAL_CODE, DeliveryState, ReplyKind
from remissvakt.referrals.ways import CONTACT_WAYS, NOTICE_WAYS, REJECT_REASONS

from . import words
from .names import Names
from .papers import PaperCard
from .reading import stated_wait

Facts = list[tuple[Any, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyCard:
    """A reply, with its kind before everything else: a confirmation is not an answer."""

    id: UUID
    kind: str
    label: Any
    code: str
    is_answer: bool
    refuses: bool
    draft: str  # what a draft waits for; "" once sent
    voided: bool
    replaced: bool
    from_unit: str
    on: date | None
    at: datetime | None
    text: str
    facts: Facts
    unread: bool
    read: str
    instead: str
    print_url: str
    papers: tuple[PaperCard, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionCard:
    number: int
    reason: Any
    state: str
    texts: Facts
    facts: Facts
    draft: bool
    voided: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    id: UUID
    subject: str
    parties: str
    closed: bool
    waits_for: str
    messages: tuple[QuestionMessage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    id: UUID
    what: str
    state: Any
    badge: str
    facts: Facts
    may_fail: bool
    print_url: str
    pdf_url: str  # as it was printed


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterCard:
    """A letter that one's own unit has written, or begun."""

    id: UUID
    what: str
    state: str
    badge: str
    draft: bool
    text: str
    facts: Facts
    url: str


def reply_cards(opened: OpenReferral, names: Names, papers: list[PaperCard]) -> list[ReplyCard]:
    """Newest first; what waits for somebody before what is done with."""
    replaced = {reply.replaces_id for reply in opened.replies if reply.sent_at is not None}
    newest = opened.replies[::-1]
    cards = [_reply(opened, reply, names, papers, reply.id in replaced) for reply in newest]
    return sorted(cards, key=lambda card: (card.voided or card.replaced, not (card.unread or card.draft)))


def _reply(
    opened: OpenReferral, reply: Reply, names: Names, papers: list[PaperCard], replaced: bool
) -> ReplyCard:
    kind = ReplyKind(reply.kind)
    arrives = reply.arrived_on is not None and opened.at_sender
    kwargs = {"referral_id": opened.referral.id, "reply_id": reply.id}
    return ReplyCard(
        id=reply.id,
        kind=kind.value,
        label=words.REPLY_KINDS[kind],
        code=NATIONAL_CODE[kind],
        is_answer=kind in ANSWERS,
        refuses=kind in (ReplyKind.REJECTED, ReplyKind.CANCELLED),
        draft=_draft(reply),
        voided=reply.voided_at is not None,
        replaced=replaced,
        from_unit=names.unit(reply.from_unit_id),
        on=reply.arrived_on if arrives else None,
        at=reply.sent_at or reply.edited_at,
        text=reply.text,
        facts=_reply_facts(opened, reply, names),
        unread=arrives and reply.acknowledged_at is None,
        read=_read(reply, names) if opened.at_sender else "",
        instead=_instead(reply, names) if opened.at_sender else "",
        print_url=reverse("reply_letter", kwargs=kwargs) if reply.sent_at is not None else "",
        papers=tuple(paper for paper in papers if paper.reply_id == reply.id),
    )


def _draft(reply: Reply) -> str:
    if reply.sent_at is not None or reply.voided_at is not None:
        return ""
    if reply.dictation is not None and reply.dictation.transcribed_at is None:
        return _("diktat, ska skrivas ut") + (f": {reply.dictation.place}" if reply.dictation.place else "")
    if reply.completed_at is None:
        return _("skrivs")
    return _("signerat, ska skickas") if reply.signed_at else _("färdigställt, ska signeras")


def _reply_facts(opened: OpenReferral, reply: Reply, names: Names) -> Facts:
    author = names.person(reply.author_id) or reply.author_name
    wait = stated_wait(kind=reply.wait_kind, value=reply.wait_value, until=reply.wait_until)
    reason = str(REJECT_REASONS.get(reply.reason, reply.reason))
    registered = names.person(reply.registered_by_id) if opened.at_sender else ""
    signer = names.person(reply.signed_by_id)
    about = _("version %(number)s") % {"number": reply.about_version}
    versions = len([version for version in opened.loop.versions if version.sent_at is not None])
    return [
        (label, value)
        for label, value in (
            (_("Väntetid"), wait),
            (_("Komplettering önskas senast"), reply.information_wanted_until),
            (_("Vidaresänd till"), names.unit(reply.forwarded_to_id)),
            (_("Orsak"), reason),
            (pgettext("person", "Av"), author),
            (_("Signerat av"), signer if signer != author else ""),
            (_("Kom"), words.word(words.CHANNELS, reply.channel) if registered else ""),
            (_("Registrerat av"), registered),
            (pgettext("svar", "Gäller"), about if versions > 1 else ""),
        )
        if value
    ]


def _read(reply: Reply, names: Names) -> str:
    if reply.acknowledged_at is None:
        return ""
    parts = [names.person(reply.acknowledged_by_id)]
    if reply.question_answered in words.QUESTION_ANSWERED:
        parts.append(str(words.QUESTION_ANSWERED[reply.question_answered]))
    if reply.wait_decision:
        accepted = reply.wait_decision == "accepted"
        parts.append(_("väntetiden godtas") if accepted else _("väntetiden godtas inte"))
    if reply.acknowledge_note:
        parts.append(reply.acknowledge_note)
    return " · ".join(part for part in parts if part)


def _instead(reply: Reply, names: Names) -> str:
    """What is done instead; a request for information is answered by the version that followed."""
    if reply.instead_at is None:
        return ""
    code, _space, number = reply.instead.partition(" ")
    if reply.kind == ReplyKind.MORE_INFO and code in words.VERSION_REASONS and number.isdigit():
        return _("Kompletterad med version %(number)s") % {"number": number}
    said = _("I stället: %(what)s") % {"what": reply.instead}
    return f"{said} ({names.person(reply.instead_by_id)})"


def version_cards(opened: OpenReferral, names: Names) -> list[VersionCard]:
    """Newest first. The draft of a change is the sender's own until it is sent."""
    rows = sorted(opened.loop.versions, key=lambda row: row.number, reverse=True)
    return [_version(opened, row, names) for row in rows if row.sent_at is not None or opened.at_sender]


def _version(opened: OpenReferral, row: ReferralVersion, names: Names) -> VersionCard:
    texts = [(words.TEXT_LABELS[name], getattr(row, name)) for name in TEXT_FIELDS if getattr(row, name)]
    dictated = ""
    if row.dictation is not None and row.dictation.transcribed_at is None:
        dictated = row.dictation.place or _("plats saknas")
    facts = [
        (_("Signerad av"), names.person(row.signed_by_id)),
        (_("Författare"), names.person(row.author_id) if row.author_id != row.signed_by_id else ""),
        (_("Diktat att skriva ut"), dictated),
        (_("Vårdansvaret"), _("ligger kvar hos remittenten") if row.care_responsibility_remains else ""),
    ]
    return VersionCard(
        number=row.number,
        reason=words.word(words.VERSION_REASONS, row.reason),
        state=_version_state(row),
        texts=texts,
        facts=[(label, value) for label, value in facts if value],
        draft=row.sent_at is None and row.voided_at is None and opened.referral.voided_at is None,
        voided=row.voided_at is not None,
    )


def _version_state(row: ReferralVersion) -> str:
    if row.voided_at is not None:
        return _("nerlagd")
    if row.sent_at is not None:
        return _("skickad")
    if row.signed_at is not None:
        return _("signerad, ska skickas")
    if row.dictation is not None and row.dictation.transcribed_at is None:
        return _("diktat, ska skrivas ut")
    return _("färdigställd, ska signeras") if row.completed_at else _("skrivs")


def sendings(opened: OpenReferral, names: Names) -> list[Sending]:
    """What one's own unit has put on its way; inside the installation it is there at once and not listed."""
    return [_sending(opened, row, names) for row in reversed(opened.deliveries) if row.channel != "local"]


def _sending(opened: OpenReferral, row: Delivery, names: Names) -> Sending:
    to = names.unit(row.to_unit_id) or _("patienten")
    kwargs = {"referral_id": row.referral_id, "delivery_id": row.id}
    facts: Facts = [
        (_("Sätt"), words.word(words.CHANNELS, row.channel)),
        (_("Lagd"), row.queued_at),
        (_("Utskriven"), row.printed_at),
        (pgettext("person", "Av"), names.person(row.printed_by_id)),
        (_("Postad"), row.sent_at),
        (pgettext("person", "Av"), names.person(row.sent_by_id)),
        (_("Leveransfel"), row.failure),
    ]
    return Sending(
        id=row.id,
        what=_("%(what)s till %(to)s") % {"what": sent_what(opened, row), "to": to},
        state=_sending_state(row),
        badge=words.DELIVERY_BADGES.get(row.state, "neutral"),
        facts=[(label, value) for label, value in facts if value],
        may_fail=row.state in ("queued", "posted", "sent"),
        print_url=reverse("delivery_letter", kwargs=kwargs),
        pdf_url=reverse("printed_pdf", kwargs=kwargs) if row.printed_file_id else "",
    )


def sent_what(opened: OpenReferral, row: Delivery) -> str:
    """What a delivery is: the referral, a kind of reply, or a kind of letter."""
    if row.reply_id is not None:
        return str(words.REPLY_KINDS[opened.loop.reply(row.reply_id).kind])
    if row.letter_id is not None:
        return kind_of(next(one.kind for one in opened.loop.letters if one.id == row.letter_id))
    return _("Remissen")


def _sending_state(row: Delivery) -> Any:
    if row.state == DeliveryState.QUEUED and row.printed_at is not None:
        return _("utskriven, ska postas")
    return words.word(words.DELIVERY_STATES, row.state)


def letter_cards(opened: OpenReferral, names: Names) -> list[LetterCard]:
    """Newest first; those that are not finished before the others."""
    cards = [_letter(opened, row, names) for row in reversed(opened.letters)]
    return sorted(cards, key=lambda card: not card.draft)


def _letter(opened: OpenReferral, row: Letter, names: Names) -> LetterCard:
    delivery = next((one for one in reversed(opened.deliveries) if one.letter_id == row.id), None)
    draft = row.sent_at is None and row.voided_at is None
    facts: Facts = [
        (_("Tid"), row.appointment_at),
        (_("Plats"), row.appointment_place),
        (_("Träffar"), row.appointment_with),
        (pgettext("person", "Av"), names.person(row.author_id)),
    ]
    state: Any = _("makulerat")
    if draft:
        state = _("ska signeras") if row.completed_at else _("skrivs")
    elif delivery is not None:
        state = _sending_state(delivery)
    about = {"referral_id": row.referral_id}
    url = reverse("edit_letter", kwargs={**about, "letter_id": row.id}) if draft else ""
    if delivery is not None:
        url = reverse("delivery_letter", kwargs={**about, "delivery_id": delivery.id})
    return LetterCard(
        id=row.id,
        what=_("%(what)s till %(to)s")
        % {"what": kind_of(row.kind), "to": names.unit(row.to_unit_id) or _("patienten")},
        state=str(state),
        badge="today" if draft else words.DELIVERY_BADGES.get(delivery.state if delivery else "", "neutral"),
        draft=draft,
        text=row.text,
        facts=[(label, value) for label, value in facts if value],
        url=url,
    )


def threads(opened: OpenReferral, names: Names) -> list[Thread]:
    """Questions that one's own unit is in, the open ones first."""
    newest = opened.questions[::-1]
    rows = sorted(newest, key=lambda row: row.closed_at is not None)
    return [_thread(opened, row, names) for row in rows]


def _thread(opened: OpenReferral, row: Question, names: Names) -> Thread:
    to = ", ".join(x for x in (names.person(row.to_person_id), names.unit(row.to_unit_id)) if x)
    sender = f"{names.person(row.from_person_id)}, {names.unit(row.from_unit_id)}"
    waits = to if row.answered_at is None else sender
    return Thread(
        id=row.id,
        subject=row.subject,
        parties=f"{sender} → {to}",
        closed=row.closed_at is not None,
        waits_for="" if row.closed_at is not None else waits,
        messages=tuple(one for one in opened.messages if one.question_id == row.id),
    )


def request_rows(opened: OpenReferral, names: Names) -> list[dict[str, Any]]:
    """Re-prioritisations and withdrawals that were asked for, newest first."""
    return [
        {
            "what": words.REQUEST_KINDS[row.kind],
            "outcome": words.word(words.OUTCOMES, row.outcome),
            "open": row.answered_at is None,
            "asked_at": row.asked_at,
            "asked_by": names.person(row.asked_by_id),
            "reason": row.reason,
            "contact": ", ".join(str(x) for x in (row.reached, CONTACT_WAYS.get(row.how, "")) if x),
            "answered_at": row.answered_at,
            "answered_by": names.person(row.answered_by_id),
            "answer": row.answer_text,
        }
        for row in reversed(opened.loop.requests)
        if opened.at_sender or row.case_id in opened.our_case_ids
    ]


def contact_rows(opened: OpenReferral) -> list[dict[str, Any]]:
    """Who was reached, how, what they said, and until when it is watched; newest first."""
    return [
        {
            "at": row.made_at,
            "by": row.made_by.name,
            "how": CONTACT_WAYS.get(row.how, row.how),
            "reached": row.reached,
            "said": row.said,
            "watch_on": row.watch_on,
        }
        for row in reversed(opened.contacts)
    ]


def notice_rows(opened: OpenReferral) -> list[dict[str, Any]]:
    """How and when the patient was told; newest first."""
    return [
        {
            "on": row.told_on,
            "how": NOTICE_WAYS.get(row.how, row.how),
            "by": row.told_by.name,
            "note": row.note,
        }
        for row in reversed(opened.notices)
    ]
