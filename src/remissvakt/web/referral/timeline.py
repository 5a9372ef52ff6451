"""Everything that happened, newest first, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from remissvakt.core.formats import format_date
from remissvakt.letters.words import kind_of
from remissvakt.organisations.models import Role
from remissvakt.referrals.event_texts import event_title
from remissvakt.referrals.models import Event
from remissvakt.referrals.queries import OpenReferral
from remissvakt.referrals.ways import CONTACT_WAYS, NOTICE_WAYS, REJECT_REASONS
from remissvakt.web.presenting import Entry

from . import words
from .names import Names

# kind of event → (icon, side of the picture); what is not named is a plain step.
_LOOKS = {
    "sent": ("outgoing", "out"),
    "version_sent": ("outgoing", "out"),
    "posted": ("outgoing", "out"),
    "printed": ("print", "plain"),
    "letter_sent": ("pen", "plain"),
    "letter_signed": ("pen", "plain"),
    "letter_voided": ("stop", "stop"),
    "resent": ("outgoing", "out"),
    "answer_sent": ("incoming", "in"),
    "confirmed": ("incoming", "in"),
    "information_requested": ("question", "in"),
    "reply_registered": ("incoming", "in"),
    "arrived": ("incoming", "in"),
    "forwarded": ("forward", "out"),
    "rejected": ("stop", "stop"),
    "cancelled": ("stop", "stop"),
    "delivery_failed": ("warning", "stop"),
    "voided": ("stop", "stop"),
    "answer_voided": ("stop", "stop"),
    "closed": ("done", "in"),
    "acknowledged": ("eye", "plain"),
    "signed": ("pen", "plain"),
    "answer_signed": ("pen", "plain"),
    "chased": ("phone", "plain"),
    "forwarded_chased": ("phone", "plain"),
    "patient_informed": ("person", "plain"),
    "assigned": ("person", "plain"),
    "watcher_changed": ("person", "plain"),
    "watch_moved": ("soon", "plain"),
    "asked": ("question", "plain"),
    "question_answered": ("question", "plain"),
    "question_closed": ("question", "plain"),
    "reopened": ("undo", "plain"),
    "reopened_text": ("undo", "plain"),
    "answer_reopened": ("undo", "plain"),
}

# Where the title of the event has another subject than the person.
_VERBS = {
    "delivery_failed": lazy("anmälde att försändelsen inte kom fram"),
    "delivered": lazy("fick kvitto på försändelsen"),
}


def entries_of(opened: OpenReferral, names: Names) -> tuple[Entry, ...]:
    """One entry an event; the reader's own side is already chosen by the query."""
    replaced = {str(reply.replaces_id) for reply in opened.replies if reply.replaces_id}
    return tuple(_entry(event, names, replaced) for event in reversed(opened.events))


def _entry(event: Event, names: Names, replaced: set[str]) -> Entry:
    icon, kind = _LOOKS.get(event.kind, ("document", "plain"))
    role = dict(Role.choices).get(event.role, "")
    unit = event.unit.name if event.unit else ""
    return Entry(
        what=f"{event.person_name} {_VERBS.get(event.kind) or event_title(event.kind)}{_about(event, names)}",
        at=event.at,
        who=str(role),
        unit=unit,
        text="\n".join(_details(event, names)),
        icon=icon,
        kind=kind,  # type: ignore[arg-type]
        replaced=str(event.data.get("reply", "")) in replaced and event.kind == "answer_sent",
    )


def _about(event: Event, names: Names) -> str:
    """What belongs in the sentence itself: to whom, of which kind, until when."""
    data = event.data
    kind = str(words.word(words.REPLY_KINDS, data["reply_kind"])).lower() if data.get("reply_kind") else ""
    if event.kind in ("sent", "forwarded"):
        return _(" till %(unit)s") % {"unit": data.get("to_name") or names.of(data.get("to"))}
    if data.get("letter_kind"):
        what, to = kind_of(str(data["letter_kind"])), names.of(data.get("to")) or _("patienten")
        return f": {what}" if event.kind == "letter_begun" else f": {what}, {to}"
    if event.kind in ("printed", "posted") and names.of(data.get("to")):
        return _(" till %(unit)s") % {"unit": names.of(data.get("to"))}
    if event.kind in ("assigned", "watcher_changed"):
        return ": " + (names.of(data.get("new")) or _("ingen"))
    if event.kind in ("acknowledged", "answer_sent", "answer_decided", "reply_registered") and kind:
        return f": {kind}"
    if event.kind == "watch_moved" and _day(data, "new"):
        return _(" till %(day)s") % {"day": _day(data, "new")}
    return ""


def _details(event: Event, names: Names) -> list[str]:
    """The rest of what the event holds, a line each."""
    data, kind = event.data, event.kind
    lines: list[str] = []
    if data.get("reached") or data.get("how") in CONTACT_WAYS:
        how = str(CONTACT_WAYS.get(data.get("how"), NOTICE_WAYS.get(data.get("how"), "")))
        lines.append(_("Kontakt: %(who)s") % {"who": ", ".join(x for x in (data.get("reached"), how) if x)})
    elif data.get("how") in NOTICE_WAYS:
        lines.append(f"{NOTICE_WAYS[data['how']]}, {_day(data, 'told_on')}")
    said = ("said", "note", "instead", "subject", "failure")
    # Elsewhere "text" names what was signed.
    for name in (*said, "text") if kind == "request_answered" else said:
        if data.get(name):
            lines.append(str(data[name]))
    if data.get("reason"):
        lines.append(_reason(kind, str(data["reason"])))
    if data.get("request_kind"):
        outcome = words.word(words.OUTCOMES, data.get("outcome", ""))
        lines.insert(0, f"{words.word(words.REQUEST_KINDS, data['request_kind'])}: {outcome}")
    if data.get("answered") in words.QUESTION_ANSWERED:
        lines.append(str(words.QUESTION_ANSWERED[data["answered"]]).capitalize())
    lines += _days(event)
    if kind in ("assigned", "watcher_changed") and names.of(data.get("old")):
        lines.append(_("Tidigare: %(name)s") % {"name": names.of(data["old"])})
    if kind == "text_changed":
        changed = names.of(data.get("receiver")) or data.get("priority")
        lines += [_("Ny mottagare eller prioritet: %(what)s") % {"what": changed}] if changed else []
    if kind == "printed" and data.get("again"):
        lines.append(_("Skrevs ut igen, med samma koder."))
    if kind == "forwarded" and data.get("consent"):
        lines.append(_("Patientens samtycke finns antecknat."))
    return lines


def _days(event: Event) -> list[str]:
    data = event.data
    told = {
        "decided_on": _("Beslutat %(day)s"),
        "arrived_on": _("Ankom %(day)s"),
        "wait_until": _("Väntetid till %(day)s"),
        "wanted_until": _("Önskas senast %(day)s"),
        "watch_on": _("Bevakas till %(day)s"),
    }
    lines = [told[name] % {"day": _day(data, name)} for name in told if _day(data, name)]
    if event.kind in ("chased", "forwarded_chased", "reprioritisation_asked", "withdrawal_asked"):
        lines.append(_("Ny bevakning %(day)s") % {"day": _day(data, "new")})
    if event.kind == "watch_moved" and _day(data, "old"):
        lines.append(_("Tidigare %(day)s") % {"day": _day(data, "old")})
    return lines


def _reason(kind: str, reason: str) -> str:
    if kind == "closed":
        return str(words.word(words.CLOSE_REASONS, reason)).capitalize()
    return str(REJECT_REASONS.get(reason, reason))


def _day(data: Mapping[str, Any], name: str) -> str:
    try:
        return format_date(date.fromisoformat(str(data.get(name) or "")))
    except ValueError:
        return ""
