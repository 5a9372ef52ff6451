"""The sender's watch: chase, move, ask of the receiver, change watcher, close, open again (A.2–A.5, C.2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from remissvakt.core.formats import format_date
from remissvakt.organisations.people import people_at
from remissvakt.referrals.actions.ask_receiver import request_reprioritisation, withdraw
from remissvakt.referrals.actions.change_watcher import change_watcher
from remissvakt.referrals.actions.close import close, reopen
from remissvakt.referrals.actions.people import CARE_ROLES
from remissvakt.referrals.actions.watch import chase, move_watch
from remissvakt.referrals.models import Letter
from remissvakt.referrals.rules import Action
from remissvakt.referrals.states import CLINICAL_REASONS
from remissvakt.referrals.ways import CONTACT_WAYS

from .. import words
from ..fields import Day, FromList, Line, Long, OneOf, SaidOrWritten, people_choices
from ..letter_fields import LetterInAct, letter_of
from ..subject import Subject
from .act import Act, ActForm, After, Doing
from .letters import print_next

CONTACTS = list(CONTACT_WAYS.items())


class ChaseForm(SaidOrWritten, LetterInAct):
    field_order = ("how", "letter_text", "reached", "said", "watch_on")

    how = OneOf(label=_("Hur"), choices=CONTACTS)
    reached = Line(
        label=_("Vem nåddes"), required=False, help_text=_("Namn och enhet, eller ”ingen svarade”")
    )
    said = Long(label=_("Vad sade de"), rows=3, required=False)
    watch_on = Day(label=_("Ny bevakningsdag"))

    def prepare(self, subject: Subject) -> None:
        super().prepare(subject)
        self.either()
        limits = subject.opened.facts.limits(subject.referral.referrer_unit_id)
        self.initial.setdefault("watch_on", subject.today + timedelta(days=limits.chase_days))


class MoveForm(ActForm):
    watch_on = Day(label=_("Ny bevakningsdag"))
    reason = Long(label=_("Varför"), limit=500, rows=2)


class AskReceiverForm(LetterInAct):
    field_order = ("reason", "how", "letter_text", "reached")

    reason = Long(label=_("Varför"), rows=3)
    how = OneOf(label=_("Hur begärs det"), choices=CONTACTS)
    reached = Line(label=_("Vem nåddes"), required=False)

    def prepare(self, subject: Subject) -> None:
        super().prepare(subject)
        case = subject.opened.facts.current_case
        if case is not None and subject.opened.facts.units[case.unit_id].local:
            # The receiver has it in its own list at once: nobody needs to be reached.
            del self.fields["how"], self.fields["reached"]


class CloseForm(ActForm):
    reason = OneOf(
        label=_("Orsak"),
        choices=[(one.value, words.CLOSE_REASONS[one]) for one in CLINICAL_REASONS],
    )
    note = Long(label=_("Anteckning"), rows=3, required=False)


class ReopenForm(ActForm):
    reason = Long(label=_("Varför"), limit=500, rows=2)


class WatcherForm(ActForm):
    watcher = FromList(label=_("Ny bevakare"))

    def prepare(self, subject: Subject) -> None:
        unit_id = subject.referral.referrer_unit_id
        assert unit_id is not None
        people = people_at(unit_id=unit_id, today=subject.today, roles=CARE_ROLES)
        watcher: Any = self.fields["watcher"]
        watcher.choices = people_choices(people, me=subject.actor.person_id)


def _ask(doing: Doing) -> dict[str, Any]:
    data = doing.data
    return {
        "reason": data["reason"],
        "how": data.get("how", "message"),
        "reached": data.get("reached", ""),
        "letter": letter_of(doing),
    }


def _chase(doing: Doing) -> Any:
    said = {name: doing.data[name] for name in ("how", "reached", "said", "watch_on")}
    return chase(**doing.referral, **said, letter=letter_of(doing))


def _print(doing: Doing, result: Any) -> After | None:
    """What was written in the same act is printed next."""
    return print_next(doing, Letter.objects.filter(id=doing.new_id).first() if letter_of(doing) else None)


def _print_or_correct(doing: Doing, result: Any) -> After:
    return _print(doing, result) or _correct_watch(doing, result)


def _watched_until(doing: Doing, result: Any) -> str:
    return now_("Bevakningen är flyttad till %(day)s.") % {"day": format_date(doing.data["watch_on"])}


def _correct_watch(doing: Doing, result: Any) -> After:
    return After(slug="move_watch", label=_("Rätta datumet"))


ACTS = (
    Act(
        slug="chase",
        rule=Action.CHASE,
        label=_("Efterfråga hos mottagaren"),
        title=_("Efterfråga hos mottagaren"),
        lead=_("Skriv vem som nåddes, hur, och vad de sade. Bevakningen flyttas till den nya dagen."),
        submit=_("Spara kontakten"),
        key="e",
        calls=True,
        form=ChaseForm,
        run=_chase,
        done=_watched_until,
        after=_print_or_correct,
    ),
    Act(
        slug="move_watch",
        rule=Action.MOVE_WATCH,
        label=_("Flytta bevakningen"),
        title=_("Flytta bevakningen"),
        lead=_("Utan att mottagaren har kontaktats. Orsaken står kvar bland händelserna."),
        submit=_("Flytta"),
        key="f",
        form=MoveForm,
        run=lambda doing: move_watch(**doing.referral, **doing.data),
        done=_watched_until,
        after=_correct_watch,
    ),
    Act(
        slug="request_reprioritisation",
        rule=Action.REQUEST_REPRIORITISATION,
        label=_("Begär omprioritering"),
        title=_("Begär omprioritering"),
        lead=_("När väntetiden inte går att godta. Bevakningen flyttas, och besked väntas från mottagaren."),
        submit=_("Begär omprioritering"),
        key="o",
        calls=True,
        form=AskReceiverForm,
        run=lambda doing: request_reprioritisation(**doing.referral, **_ask(doing)),
        done=_("Omprioritering är begärd. Remissen bevakas tills besked har kommit."),
        after=_print_or_correct,
    ),
    Act(
        slug="withdraw",
        rule=Action.WITHDRAW,
        label=_("Återkalla remissen"),
        title=_("Begär återkallelse"),
        lead=_("Mottagaren ombeds att avsluta ärendet. Remissen bevakas tills det är bekräftat."),
        submit=_("Begär återkallelse"),
        calls=True,
        form=AskReceiverForm,
        run=lambda doing: withdraw(**doing.referral, **_ask(doing)),
        done=_("Återkallelse är begärd. Remissen avslutas när mottagaren har bekräftat."),
        after=_print,
    ),
    Act(
        slug="close",
        rule=Action.CLOSE,
        label=_("Avsluta av medicinskt skäl"),
        title=_("Avsluta remissen"),
        lead=_(
            "Bevakningen upphör. Mottagaren får ingen återkallelse: begär den först om patienten inte ska dit."
        ),
        submit=_("Avsluta"),
        form=CloseForm,
        run=lambda doing: close(**doing.referral, **doing.data),
        done=_("Remissen är avslutad och bevakas inte längre."),
        after=lambda doing, result: After(slug="reopen", label=_("Öppna igen")),
    ),
    Act(
        slug="reopen",
        rule=Action.REOPEN,
        label=_("Öppna remissen igen"),
        title=_("Öppna remissen igen"),
        lead=_("Den bevakas från och med nu. Att den var avslutad står kvar bland händelserna."),
        submit=_("Öppna igen"),
        form=ReopenForm,
        run=lambda doing: reopen(**doing.referral, reason=doing.data["reason"]),
        done=lambda doing, result: (
            now_("Remissen är öppen igen och bevakas till %(day)s.") % {"day": format_date(result.watch_on)}
        ),
        after=_correct_watch,
    ),
    Act(
        slug="change_watcher",
        rule=Action.CHANGE_WATCHER,
        label=_("Byt bevakare"),
        title=_("Byt bevakare"),
        submit=_("Byt"),
        key="w",
        form=WatcherForm,
        run=lambda doing: change_watcher(**doing.referral, watcher_id=doing.data["watcher"]),
        done=_("Bevakaren är bytt."),
        after=lambda doing, result: After(slug="change_watcher", label=_("Ändra")),
    ),
)
