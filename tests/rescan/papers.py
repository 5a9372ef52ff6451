"""One of every paper, about nobody: for tests, measurements, and the pictures in the manual."""

from __future__ import annotations

from datetime import UTC, date, datetime

from remissvakt.core.waits import Wait, WaitKind
from remissvakt.documents.codes import payload
from remissvakt.documents.models import CodeKind
from remissvakt.letters.content import (
    CoverList,
    CoverRow,
    LetterContent,
    PatientLetter,
    Place,
    ReceiverLetter,
    ReferralLetter,
    ReplyLetter,
    ReplySheet,
    SeparatorSheet,
    ShownPatient,
    Signature,
)
from remissvakt.letters.style import Style
from remissvakt.referrals.states import LetterKind, ReplyKind

TOKENS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
CODE = "R7K2-9MX4"
DAY = date(2026, 11, 17)
SIGNED = datetime(2026, 11, 17, 9, 15, tzinfo=UTC)
CENTRE = Place("Vårdcentralen Eken", ("Storgatan 12", "123 45 Norrstad"), "08-465 004 10")
EYES = Place("Ögonkliniken", ("Kustsjukhuset", "Sjukhusvägen 1", "123 67 Kuststad"), "08-465 004 20")
HOSPITAL = Place("Ögonkliniken", ("Universitetssjukhuset", "Box 200", "123 99 Storstad"), "08-465 004 30")
TOLVAN = ShownPatient(
    "Tolvan Tolvansson",
    "191212121212",
    ("Lillgatan 3", "123 45 Norrstad"),
    "070-174 06 33",
    ("tolk: finska",),
)
PROTECTED = ShownPatient("Tolvan Tolvansson", "191212121212", protected=True)
DOCTOR = Signature("Doris Dahl", "specialist i allmänmedicin", SIGNED)
EYE_DOCTOR = Signature("Arvid Ask", "överläkare", SIGNED)

CENTRE_STYLE = Style(
    letterhead=("Vårdcentralen Eken", "Region Norr"),
    phone="08-465 004 10",
    hours="vardagar 8–16",
    return_address="Vårdcentralen Eken, Storgatan 12, 123 45 Norrstad",
    footer="Storgatan 12, 123 45 Norrstad",
)
EYES_STYLE = Style(
    letterhead=("Ögonkliniken", "Kustsjukhuset, Region Norr"),
    phone="08-465 004 20",
    hours="måndag–torsdag 8–11",
    return_address="Sjukhusvägen 1, 123 67 Kuststad",
    footer="Sjukhusvägen 1, 123 67 Kuststad · Entré B, plan 3",
)

QUESTION = "Misstänkt primärt öppenvinkelglaukom. Önskar bedömning och ställningstagande till behandling."
CLINICAL = (
    "67-årig man med hypertoni sedan 2015. Optikern mätte vid rutinkontroll i oktober ögontryck 31 mmHg höger och "
    "28 mmHg vänster. Inga ögonsymtom. Fadern hade glaukom.\n\n"
    "Synskärpa med egen korrektion 0,8 höger och 0,9 vänster. Pupiller runda och liksidiga. "
    "Synfält enligt Donders utan anmärkning.\nBlodtryck 138/82."
)
ANSWER = (
    "Tack för remissen.\n\nPatienten är undersökt den 12 november. Ögontryck 29 mmHg höger och 27 mmHg vänster. "
    "Papiller med glaukommisstänkt exkavation höger, c/d 0,7. Synfält med nasalt bortfall höger.\n\n"
    "Bedömning: primärt öppenvinkelglaukom höger öga, okulär hypertension vänster öga. Behandling med latanoprost "
    "ögondroppar till kvällen är insatt. Återbesök hos oss om tre månader, därefter årligen.\n\n"
    "Patienten är informerad muntligen och skriftligen."
)


def coded(number: int) -> str:
    """The payload of a token of its own for each number below 32768; always the same."""
    sign = "".join(TOKENS[number // 32**place % 32] for place in range(3))
    return payload("A" * 20 + "QZ7" + sign)


def _about(number: int, **more: object) -> dict[str, object]:
    return {"code": CODE, "payload": coded(number), "dated": DAY, "patient": TOLVAN, **more}


def _reply(number: int, kind: ReplyKind, text: str, **more: object) -> ReplyLetter:
    given = {"to": CENTRE, "sender": EYES, "signature": EYE_DOCTOR, "referral_dated": date(2026, 10, 29)}
    given |= {"referrer": "Doris Dahl", "question": QUESTION}
    return ReplyLetter(kind=kind, text=text, **(_about(number) | given | more))  # type: ignore[arg-type]


def _to_receiver(number: int, kind: LetterKind, text: str, **more: object) -> ReceiverLetter:
    given = {"to": EYES, "sender": CENTRE, "signature": DOCTOR, "referral_dated": date(2026, 10, 29)}
    return ReceiverLetter(kind=kind, text=text, **(_about(number) | given | more))  # type: ignore[arg-type]


def _to_patient(number: int, kind: LetterKind, text: str, **more: object) -> PatientLetter:
    given = {"sender": EYES, "signature": Signature("Sara Sjö", "läkarsekreterare")}
    return PatientLetter(kind=kind, text=text, **(_about(number) | given | more))  # type: ignore[arg-type]


def letters() -> dict[str, tuple[LetterContent, Style]]:
    """Every kind of letter and sheet by the name of its picture."""
    wait = Wait(WaitKind.WEEK, "2027-W12", date(2027, 3, 28))
    texts = (
        ("question", QUESTION),
        ("clinical_information", CLINICAL),
        ("desired_activity", "Övertagande av kontroller."),
        ("interpreter", "Finska"),
    )
    chosen: dict[str, LetterContent] = {
        "remiss": ReferralLetter(
            to=EYES, sender=CENTRE, texts=texts, priority="Förtur", decided_on=date(2026, 11, 16),
            care_responsibility_remains=True, signature=DOCTOR, **_about(1),  # type: ignore[arg-type]
        ),
        "bekraftelse": _reply(
            2, ReplyKind.CONFIRMED, "Remissen är bedömd. Patienten kallas till mottagningen.", wait=wait
        ),
        "komplettering": _reply(
            3, ReplyKind.MORE_INFO, "Vi behöver aktuella tryckmätningar och en läkemedelslista innan vi bedömer.",
            information_wanted_until=date(2026, 12, 1),
        ),
        "vidaresand": _reply(
            4, ReplyKind.FORWARDED, "Utredningen kräver resurser som vi saknar.", forwarded_to=HOSPITAL
        ),
        "avvisad": _reply(
            5, ReplyKind.REJECTED, "Besvären kan följas i primärvården. Välkommen åter vid tryck över 30 mmHg.",
            reason="vårdnivå: primärvård",
        ),
        "avbruten": _reply(
            6, ReplyKind.CANCELLED, "Patienten har uteblivit från två besök och avböjt ny tid.",
            reason="patienten avstår",
        ),
        "delsvar": _reply(7, ReplyKind.PARTIAL, "Synfältsundersökningen är gjord, med nasalt bortfall på höger öga."),
        "preliminarsvar": _reply(8, ReplyKind.PRELIMINARY, "Undersökningen talar för glaukom. Svar på OCT väntas."),
        "svar": _reply(9, ReplyKind.FINAL, ANSWER),
        "efterfragan": _to_receiver(
            10, LetterKind.CHASE,
            "Vi saknar bekräftelse på vår remiss. Har den kommit fram, och när kan patienten få en tid?",
            answer_wanted_by=date(2026, 12, 1),
        ),
        "omprioritering": _to_receiver(
            11, LetterKind.REPRIORITISE,
            "Ögontrycket har stigit till 36 mmHg sedan remissen skrevs. Vi ber er bedöma prioriteten på nytt.",
            answer_wanted_by=date(2026, 12, 1),
        ),
        "aterkallelse": _to_receiver(
            12, LetterKind.WITHDRAW, "Patienten har fått vård på annat håll. Vi återkallar remissen.",
            answer_wanted_by=date(2026, 12, 1),
        ),
        "kallelse": _to_patient(
            13, LetterKind.APPOINTMENT,
            "Välkommen till oss för en undersökning av dina ögon. Besöket tar ungefär en och en halv timme.\n\n"
            "Du får droppar som vidgar pupillerna. Kör därför inte bil samma dag. Ta med dina glasögon och en lista "
            "över de läkemedel du använder.\n\nKan du inte komma? Ring oss så snart du vet det, så kan någon annan "
            "få tiden.",
            appointment_at=datetime(2026, 12, 8, 12, 30, tzinfo=UTC),
            appointment_place="Entré B, plan 3, mottagning 2",
            appointment_with="överläkare Arvid Ask",
        ),
        "patientinformation": _to_patient(
            14, LetterKind.PATIENT,
            "Din vårdcentral har skickat en remiss till oss. Vi har läst den och kommer att kalla dig till en "
            "undersökning, troligen i mars.\n\nBlir dina besvär värre innan dess ska du kontakta din vårdcentral.",
        ),
        "skyddad-kallelse": _to_patient(
            15, LetterKind.APPOINTMENT, "Välkommen till oss för en undersökning. Besöket tar ungefär en timme.",
            patient=PROTECTED, appointment_at=datetime(2026, 12, 8, 12, 30, tzinfo=UTC),
            appointment_place="Entré B, plan 3, mottagning 2",
        ),
        "bekraftelseblad": ReplySheet(
            kind=CodeKind.CONFIRMATION_SHEET, sender=CENTRE, receiver="Ögonkliniken, Kustsjukhuset",
            referral_dated=DAY, **_about(16),  # type: ignore[arg-type]
        ),
        "svarsblad": ReplySheet(
            kind=CodeKind.ANSWER_SHEET, sender=CENTRE, receiver="Ögonkliniken, Kustsjukhuset",
            referral_dated=DAY, **_about(17),  # type: ignore[arg-type]
        ),
    }  # fmt: skip
    from_centre = ("remiss", "efterfragan", "omprioritering", "aterkallelse", "bekraftelseblad", "svarsblad")
    return {
        name: (content, CENTRE_STYLE if name in from_centre else EYES_STYLE)
        for name, content in chosen.items()
    }


def others() -> dict[str, tuple[CoverList | SeparatorSheet, Style]]:
    """The papers without a referral's code."""
    rows = (
        CoverRow(1, "Ögonkliniken, Kustsjukhuset", "R7K2-9MX4", "referral", 3),
        CoverRow(2, "Ögonkliniken, Kustsjukhuset", "T4D8-Q2HF", LetterKind.CHASE, 1),
        CoverRow(3, "Hudkliniken, Universitetssjukhuset", "9KXA-77PD", "referral", 4),
        CoverRow(4, "", "C3VN-W58Z", LetterKind.PATIENT, 1),
        CoverRow(5, "", "H6J2-EX9A", LetterKind.APPOINTMENT, 2, protected=True),
    )
    cover = CoverList(unit="Vårdcentralen Eken", printed_at=SIGNED, printed_by="Sara Sjö", rows=rows)
    return {"utskriftslista": (cover, CENTRE_STYLE), "skiljeblad": (SeparatorSheet(), CENTRE_STYLE)}
