"""What an alarm is, and what each is called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Text

from ..checks import TITLES
from ..finding import Finding

# Alarms that are not about what the database holds.
UNREADABLE, LATE, WORKER, SERVER = "unreadable", "late", "worker", "server"
OWN: dict[str, Text] = {
    UNREADABLE: _("Vakten kan inte läsa"),
    LATE: _("Vakten har inte gått som den ska"),
    WORKER: _("Arbetsprocessen ger inget livstecken"),
    SERVER: _("Tjänsten svarar inte som den ska"),
}
# Findings of one alarm that are told apart; a damage larger than this is one damage.
MOST_SUBJECTS = 1000


@dataclass(frozen=True, slots=True)
class Alarm:
    """`subject` says which one, by its code or id; never with a patient's data in it."""

    name: str
    subject: str
    text: str

    @property
    def key(self) -> tuple[str, str]:
        return self.name, self.subject


def title(name: str) -> str:
    return str(OWN[name] if name in OWN else TITLES[name])


def of_findings(findings: Iterable[Finding]) -> list[Alarm]:
    return [Alarm(one.invariant, one.subject, one.text) for one in findings]


def at_most(alarms: Iterable[Alarm]) -> list[Alarm]:
    """One for each subject, and so many that they fit in memory, the same ones each time."""
    kept: dict[str, dict[str, Alarm]] = {}
    for one in sorted(alarms, key=lambda one: (*one.key, one.text)):
        of_name = kept.setdefault(one.name, {})
        if len(of_name) < MOST_SUBJECTS:
            of_name.setdefault(one.subject, one)
    return [one for of_name in kept.values() for one in of_name.values()]
