"""What does each limit of a unit mean? Its row in the routine, its name, and a sentence that its manager decides by."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Text
from remissvakt.organisations.models import UnitRoutine


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: `name` is the column of UnitRoutine, `row` the row of the routine."""

    name: str
    row: Text
    label: Text
    meaning: Text

    @property
    def in_workdays(self) -> bool:
        return self.name.endswith("_workdays")

    @property
    def days(self) -> Text:
        return _("arbetsdagar") if self.in_workdays else _("dagar")

    @property
    def default(self) -> int:
        return int(UnitRoutine._meta.get_field(self.name).default)  # type: ignore[union-attr]


OUTGOING = (
    Limit(
        "send_workdays",
        "A.1",
        _("Remissen skickas"),
        _("Från beslutet att remittera tills remissen är skickad."),
    ),
    Limit(
        "confirmation_days",
        "A.2",
        _("Bekräftelse väntas"),
        _("Från skickad remiss tills bekräftelsen ska ha kommit och annars efterfrågas."),
    ),
    Limit(
        "acknowledge_confirmation_workdays",
        "A.3",
        _("Bekräftelse vidimeras"),
        _("Från bekräftelsens ankomst tills någon har läst den och godtagit väntetiden."),
    ),
    Limit(
        "reprioritisation_days",
        "A.3",
        _("Omprioritering besvaras"),
        _("Hur långt bevakningen flyttas när ni har bett mottagaren om omprioritering."),
    ),
    Limit(
        "chase_days",
        "A.4",
        _("Efterfrågan följs upp"),
        _("Hur långt bevakningen flyttas när ni har efterfrågat en bekräftelse eller ett svar."),
    ),
    Limit(
        "acknowledge_answer_workdays",
        "A.7",
        _("Svar vidimeras"),
        _("Från svarets ankomst tills en ansvarig person har läst det och tagit ställning."),
    ),
    Limit(
        "withdrawal_days",
        "A",
        _("Återkallelse bekräftas"),
        _("Hur långt bevakningen flyttas när ni har bett mottagaren avsluta remissen."),
    ),
)
INCOMING = (
    Limit(
        "arrival_workdays",
        "B.1",
        _("Bedömare utses"),
        _("Från remissens ankomst tills den har en ansvarig bedömare. 0 är samma dag."),
    ),
    Limit(
        "lead_time_days",
        "B.2, B.4",
        _("Ledtid till besked"),
        _("Från remissens ankomst tills den är bekräftad eller besvarad."),
    ),
    Limit(
        "inform_patient_workdays",
        "B.2",
        _("Patienten får besked"),
        _("Från bedömningen eller svaret tills patienten har fått veta."),
    ),
    Limit(
        "answer_workdays", "B.3", _("Svaret skickas"), _("Från beslutet att besvara tills svaret är skickat.")
    ),
    Limit(
        "information_days",
        "B.2",
        _("Begärd komplettering"),
        _("Hur länge ärendet väntar på det ni har bett om, om inget annat datum sägs."),
    ),
    Limit(
        "forwarded_days",
        "B.5",
        _("Vidaresänt tas emot"),
        _("Från vidaresändningen tills den nya enheten ska ha bekräftat."),
    ),
    Limit(
        "receiver_request_workdays",
        "B",
        _("Remittentens begäran besvaras"),
        _("Från att remittenten har bett om omprioritering eller återkallelse tills ni har svarat."),
    ),
)
COMMON = (
    Limit(
        "unlinked_workdays",
        "A.6",
        _("Papper kopplas"),
        _("Från att papperet kom tills det är kopplat till sin remiss. 0 är samma dag."),
    ),
    Limit(
        "question_workdays",
        _("Fråga/Svar"),
        _("Frågor besvaras"),
        _("Från att en fråga kom från en annan enhet eller en kollega tills den är besvarad."),
    ),
    Limit(
        "audio_days",
        _("Diktat"),
        _("Ljudet gallras"),
        _("Så länge sparas en inspelning efter att alla dess texter är signerade. Aldrig tidigare."),
    ),
)
GROUPS = (
    ("outgoing", _("Remisser som vi skickar (A)"), OUTGOING),
    ("incoming", _("Remisser som vi får (B)"), INCOMING),
    ("common", _("Papper, diktat och frågor"), COMMON),
)
LIMITS = (*OUTGOING, *INCOMING, *COMMON)


def changed_limits(routine: UnitRoutine) -> list[tuple[Limit, int]]:
    """Return the limits that differ from the routine's default, with the unit's own number."""
    return [(limit, days) for limit in LIMITS if (days := getattr(routine, limit.name)) != limit.default]
