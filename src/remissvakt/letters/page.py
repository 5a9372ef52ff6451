"""What every letter and sheet has around its own text: letterhead, address, references, patient, signature, footer."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from remissvakt.core.formats import format_date, format_instant
from remissvakt.core.identifiers import format_patient_number
from remissvakt.documents.models import CodeKind

from .content import Paper, Place, ReplySheet, ShownPatient, Signature
from .style import Style
from .words import kind_of

Pairs = list[tuple[str, str]]


def letter_page(content: Any, style: Style, *, kind: str, to: Place | None) -> dict[str, Any]:
    """A letter to a unit, or to the patient (`to` None), with the lists that its kind fills empty."""
    patient: ShownPatient = content.patient
    around = _around(content, style, kind=kind)
    if to is None and patient.protected:
        around["meta"] += [(_("Till"), patient.name)]
    return {
        **around,
        "address": _address(patient, to),
        # To a patient the envelope says nothing of the clinic: a place to send it back to, and no name.
        "return_line": style.return_address if to is not None else "",
        "route": _route(patient, style, to),
        "patient": [] if to is None else _patient(patient),
        "protected": _protected(patient) if to is not None else "",
        "saying": "",
        "facts": [],
        "body": [],
        "asks": "",
        "signature": _signature(content.signature),
        "draft": _("UTKAST – inte skickat") if content.draft else "",
    }


def sheet_page(content: ReplySheet, style: Style) -> dict[str, Any]:
    """A sheet that the receiver fills in; it is addressed back to whoever printed it."""
    return {
        **_around(content, style, kind=content.kind),
        "address": [content.sender.name, *content.sender.lines],
        "return_line": "",
        "patient": _patient(content.patient)[:2],
        "words": _sheet_words(content),
    }


def _around(content: Paper, style: Style, *, kind: str) -> dict[str, Any]:
    title = kind_of(kind)
    who = f"{content.patient.name} {format_patient_number(content.patient.number)}"
    return {
        "title": title,
        "code": content.code,
        "file_title": f"{title} {content.code}",
        "head": list(style.letterhead),
        "meta": [(_("Datum"), format_date(content.dated))],
        "code_label": _("Remisskod"),
        "page": _("Sida"),
        "of": _("av"),
        "running": [title, who],
        "contact": [
            line
            for line in (_labelled(_("Telefon"), style.phone), _labelled(_("Telefontid"), style.hours))
            if line
        ],
        "footer": style.footer,
        "preview": "" if content.payload else _("Koden trycks vid utskrift"),
    }


def _labelled(label: str, value: str) -> str:
    return f"{label} {value}" if value else ""


def _address(patient: ShownPatient, to: Place | None) -> list[str]:
    if to is not None:
        return [to.name, *to.lines]
    if patient.protected:
        # What Skatteverket asks for on the inner envelope: the number, and nothing else.
        return [format_patient_number(patient.number)]
    return [patient.name, *patient.address]


def _route(patient: ShownPatient, style: Style, to: Place | None) -> dict[str, Any] | None:
    """The sheet for the outer envelope of a letter to a protected patient. It tells of nobody."""
    if to is not None or not patient.protected:
        return None
    return {
        "title": _("Följeblad till skyddad post"),
        "address": list(style.protected_route),
        "steps": [
            _("Lägg brevet i ett innerkuvert så att bara personnumret syns, och förslut det."),
            _("Skriv avsändaradressen på innerkuvertets baksida, utan verksamhetens namn."),
            _(
                "Lägg innerkuvertet och det här bladet i ett ytterkuvert, med adressen här ovanför i fönstret."
            ),
        ],
        "note": _(
            "Till mottagaren av ytterkuvertet: innerkuvertet är post till en person med skyddade personuppgifter."
        ),
    }


def _patient(patient: ShownPatient) -> Pairs:
    reached = ", ".join(x for x in (*patient.address, patient.phone) if x)
    return [
        (_("Patient"), patient.name),
        (_("Personnummer"), format_patient_number(patient.number)),
        (_("Adress och telefon"), reached),
        (_("Att tänka på"), ", ".join(patient.notes)),
    ]


def _protected(patient: ShownPatient) -> str:
    return (
        _("Skyddade personuppgifter: adress och telefon står inte här och får inte röjas.")
        if patient.protected
        else ""
    )


def _signature(signature: Signature | None) -> dict[str, str] | None:
    if signature is None:
        return None
    signed = (
        _("Signerad %(when)s") % {"when": format_instant(signature.signed_at)} if signature.signed_at else ""
    )
    return {"name": signature.name, "title": signature.title, "signed": signed}


def _sheet_words(content: ReplySheet) -> dict[str, str]:
    answer = content.kind == CodeKind.ANSWER_SHEET
    return {
        "lead": _("Skriv svaret här, signera och skicka bladet åter.")
        if answer
        else _("Kryssa, fyll i, signera och skicka bladet åter. Bekräftelsen är inte ett svar."),
        "received": _("Remissen är mottagen"),
        "wait": _("Beräknad väntetid"),
        "weeks": _("veckor"),
        "or_date": _("eller senast den"),
        "more": _("Remissen behöver kompletteras med"),
        "forwarded": _("Remissen är vidaresänd till"),
        "rejected": _("Remissen tas inte emot. Skäl"),
        "final": _("Slutsvar"),
        "preliminary": _("Preliminärt svar"),
        "partial": _("Delsvar"),
        "answer": _("Svar"),
        "signature": _("Signatur"),
        "name": _("Namnförtydligande och titel"),
        "unit": _("Enhet och telefon"),
        "date": _("Datum"),
    }
