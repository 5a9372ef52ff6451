"""From a content to what its template draws: words, labels and lines in the active language; no measures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import singledispatch
from typing import Any

from django.utils.translation import gettext as _

from remissvakt.core.clock import local_time
from remissvakt.core.formats import format_date, format_day_long, format_instant, format_time
from remissvakt.core.waits import describe_wait
from remissvakt.documents.codes import separator_payload
from remissvakt.documents.models import CodeKind

from .content import (
    CoverList,
    PaperList,
    PatientLetter,
    ReceiverLetter,
    ReferralLetter,
    ReplyLetter,
    ReplySheet,
    SeparatorSheet,
)
from .page import letter_page, sheet_page
from .style import Style
from .words import SAYINGS, TEXT_HEADINGS, VERSION_REASONS, kind_of


@dataclass(frozen=True, slots=True)
class Drawn:
    """A template, the texts it draws, what its codes say ("" in a preview), and the day that stands in the file."""

    template: str
    data: dict[str, Any]
    payload: str
    dated: date


@singledispatch
def drawn(content: Any, style: Style) -> Drawn:
    """Return what the template of this content draws."""
    raise TypeError(f"no paper: {type(content).__name__}")


@drawn.register
def _referral(content: ReferralLetter, style: Style) -> Drawn:
    version = f"{content.version}, {VERSION_REASONS.get(content.reason, content.reason)}"
    page = letter_page(content, style, kind="referral", to=content.to)
    page["meta"] += [*_day(_("Beslutad"), content.decided_on), (_("Prioritet"), content.priority)]
    if content.version > 1:
        page["meta"] += [(_("Version"), version)]
    page["body"] = [_section(TEXT_HEADINGS.get(name, name), text) for name, text in content.texts]
    if content.care_responsibility_remains:
        page["body"] += [_section("", _("Vårdansvaret ligger kvar hos remittenten."))]
    page["asks"] = _("Ange remisskoden %(code)s i bekräftelse och svar.") % {"code": content.code}
    return Drawn("letter", page, content.payload, content.dated)


@drawn.register
def _reply(content: ReplyLetter, style: Style) -> Drawn:
    page = letter_page(content, style, kind=content.kind, to=content.to)
    page["saying"] = str(SAYINGS[content.kind])
    page["meta"] += [*_day(_("Er remiss"), content.referral_dated), (_("Remittent"), content.referrer)]
    page["facts"] = [
        (_("Väntetid"), describe_wait(content.wait) if content.wait else ""),
        *_day(_("Svar önskas senast"), content.information_wanted_until),
        (_("Skäl"), content.reason),
    ]
    if content.forwarded_to:
        new = content.forwarded_to
        lines = [new.name, ", ".join(new.lines), new.phone]
        page["facts"] += [(_("Vidaresänd till"), "\n".join(line for line in lines if line))]
    if content.replaces_former:
        page["facts"] += [(_("Ersätter"), _("ett tidigare svar på samma remiss"))]
    page["body"] = [
        _section("", content.text),
        _section(_("Er frågeställning"), content.question, quiet=True),
    ]
    return Drawn("letter", page, content.payload, content.dated)


@drawn.register
def _to_receiver(content: ReceiverLetter, style: Style) -> Drawn:
    page = letter_page(content, style, kind=content.kind, to=content.to)
    page["meta"] += _day(_("Vår remiss"), content.referral_dated)
    page["facts"] = _day(_("Svar önskas senast"), content.answer_wanted_by)
    page["body"] = [_section("", content.text)]
    page["asks"] = _("Ange remisskoden %(code)s när ni hör av er.") % {"code": content.code}
    return Drawn("letter", page, content.payload, content.dated)


@drawn.register
def _to_patient(content: PatientLetter, style: Style) -> Drawn:
    page = letter_page(content, style, kind=content.kind, to=None)
    if content.appointment_at:
        at = local_time(content.appointment_at)
        said = {"day": format_day_long(at.date()), "time": format_time(content.appointment_at)}
        page["facts"] = [(_("Tid"), _("%(day)s klockan %(time)s") % said)]
    page["facts"] += [(_("Plats"), content.appointment_place), (_("Du träffar"), content.appointment_with)]
    page["body"] = [_section("", content.text)]
    return Drawn("letter", page, content.payload, content.dated)


@drawn.register
def _sheet(content: ReplySheet, style: Style) -> Drawn:
    page = sheet_page(content, style)
    page["fields"] = "confirmation" if content.kind == CodeKind.CONFIRMATION_SHEET else "answer"
    page["meta"] += [*_day(_("Vår remiss"), content.referral_dated), (_("Skickad till"), content.receiver)]
    return Drawn("sheet", page, content.payload, content.dated)


@drawn.register
def _cover(content: CoverList, style: Style) -> Drawn:
    rows = [
        {
            "number": str(row.number),
            "receiver": row.receiver or _("patienten"),
            "protected": _("skyddad post: följebladet i ytterkuvertet") if row.protected else "",
            "code": row.code,
            "kind": kind_of(row.kind),
            "pages": str(row.pages),
        }
        for row in content.rows
    ]
    printed = {"when": format_instant(content.printed_at), "name": content.printed_by}
    total = {"letters": len(rows), "pages": sum(row.pages for row in content.rows)}
    data = {
        "title": _("Utskriftslista"),
        "unit": content.unit,
        "printed": _("Utskriven %(when)s av %(name)s") % printed,
        "rows": rows,
        "total": _("%(letters)s brev, %(pages)s sidor") % total,
        "advice": _(
            "Pricka av varje brev när det är kuverterat. Markera sedan brevens post som postad i Att skicka."
        ),
        "headings": [_("Nr"), _("Mottagare"), _("Remisskod"), _("Slag"), _("Sidor"), _("Postad")],
        "posted": _("Postad av"),
        "on": _("Datum"),
        "page": _("Sida"),
        "of": _("av"),
    }
    return Drawn("cover", data, "", local_time(content.printed_at).date())


@drawn.register
def _paper_list(content: PaperList, style: Style) -> Drawn:
    made_on = local_time(content.made_at).date()
    sections = [
        {
            "title": f"{title} ({len(rows)})",
            "rows": [
                {
                    "due": format_date(row.due_on),
                    "late": _("försenad") if row.due_on < made_on else "",
                    "code": row.code,
                    "number": row.number,
                    "name": row.name,
                    "marks": ", ".join(row.marks),
                    "other_unit": row.other_unit,
                    "since": format_date(row.since_on),
                    "next": row.next_step,
                    "person": row.person,
                }
                for row in rows
            ],
        }
        for title, rows in content.sections
    ]
    data = {
        "title": _("Öppna bevakningar och ärenden"),
        "unit": content.unit,
        "made": _("Läget %(when)s") % {"when": format_instant(content.made_at)},
        "advice": _(
            "För när datorerna inte fungerar. Bara för dem som arbetar med remisserna vid enheten. "
            "Skriv vad som görs och när i den sista kolumnen; för in det när systemet är igång, och förstör listan."
        ),
        "sections": sections,
        "none": _("Inget öppet."),
        "headings": [
            _("Senast"), _("Patient"), _("Annan enhet"), _("Sedan"), _("Nästa steg"), _("Ansvarig"), _("Gjort"),
        ],
        "page": _("Sida"),
        "of": _("av"),
    }  # fmt: skip
    return Drawn("watches", data, "", made_on)


@drawn.register
def _separator(content: SeparatorSheet, style: Style) -> Drawn:
    data = {
        "title": _("Skiljeblad"),
        "advice": _(
            "Lägg bladet mellan två dokument som inte har någon kod. Det kan användas om och om igen."
        ),
    }
    return Drawn("separator", data, separator_payload(), date(2026, 1, 1))


def _section(heading: Any, text: str, *, quiet: bool = False) -> dict[str, Any]:
    return {"heading": str(heading), "text": text, "quiet": quiet}


def _day(label: str, day: date | None) -> list[tuple[str, str]]:
    return [(label, format_date(day))] if day else []
