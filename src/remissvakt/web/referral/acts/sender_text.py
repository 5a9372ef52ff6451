"""The sender's text: sign, send, open again, give up, complete what is already sent (A.1)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from remissvakt.organisations.people import people_at
from remissvakt.referrals.actions.complete import reopen_text
from remissvakt.referrals.actions.people import CARE_ROLES
from remissvakt.referrals.actions.send import send, sign_and_send
from remissvakt.referrals.actions.sign import sign
from remissvakt.referrals.actions.versions import begin_version, drop_version
from remissvakt.referrals.actions.void import void
from remissvakt.referrals.rules import Action

from ..fields import FromList, Long, people_choices
from ..subject import Subject
from .act import Act, ActForm, After, Doing


class SendForm(ActForm):
    watcher = FromList(
        label=_("Bevakare"),
        required=False,
        help_text=_("Den som ser till att svar kommer. Bevakningen börjar när remissen skickas."),
    )

    def prepare(self, subject: Subject) -> None:
        unit_id = subject.referral.referrer_unit_id
        assert unit_id is not None
        people = people_at(unit_id=unit_id, today=subject.today, roles=CARE_ROLES)
        watcher: Any = self.fields["watcher"]
        watcher.choices = people_choices(people, me=subject.actor.person_id)
        ours = subject.actor.unit_id == unit_id
        self.initial.setdefault(
            "watcher", str(subject.actor.person_id if ours else subject.referral.referrer_id)
        )
        if subject.latest.number > 1:
            del self.fields["watcher"]  # already watched: the watcher stays


class VoidForm(ActForm):
    reason = Long(label=_("Varför"), limit=500, rows=3)


def _send(doing: Doing) -> Any:
    return send(**doing.referral, watcher_id=doing.data.get("watcher"))


def _sign_and_send(doing: Doing) -> Any:
    return sign_and_send(
        **doing.referral, draft_version=doing.draft_version, watcher_id=doing.data.get("watcher")
    )


def sent_words(doing: Doing, referral: Any) -> str:
    """Said when a referral or a change of it has left: to whom, and when it is watched."""
    unit = doing.subject.opened.facts.units.get(referral.to_unit_id)
    name = unit.name if unit else ""
    if unit is not None and not unit.local:
        return now_("Skickat till %(unit)s: skriv ut och posta. Bevakningen har börjat.") % {"unit": name}
    return now_("Skickat till %(unit)s. Bevakningen har börjat.") % {"unit": name}


def _undo_sign(doing: Doing, referral: Any) -> After:
    return After(slug="reopen_text", post=True, params={"version": referral.version})


ACTS = (
    Act(
        slug="sign",
        rule=Action.SIGN,
        label=_("Signera"),
        title=_("Signera remissen"),
        lead=_("Du intygar texten som den står här."),
        submit=_("Signera"),
        key="s",
        direct=True,
        shows="text",
        run=lambda doing: sign(**doing.referral, draft_version=doing.draft_version),
        done=_("Signerad. Nu ska den skickas."),
        after=_undo_sign,
    ),
    Act(
        slug="sign_and_send",
        rule=Action.SIGN_AND_SEND,
        label=_("Signera och skicka"),
        title=_("Signera och skicka remissen"),
        lead=_("Du intygar texten som den står här, och den lämnar huset."),
        submit=_("Signera och skicka"),
        key="n",
        form=SendForm,
        shows="text",
        run=_sign_and_send,
        done=sent_words,
    ),
    Act(
        slug="send",
        rule=Action.SEND,
        label=_("Skicka"),
        title=_("Skicka remissen"),
        lead=_("När den är skickad kan den inte ändras, bara kompletteras eller återkallas."),
        submit=_("Skicka"),
        key="u",
        form=SendForm,
        shows="text",
        run=_send,
        done=sent_words,
    ),
    Act(
        slug="reopen_text",
        rule=Action.REOPEN_TEXT,
        label=_("Öppna texten igen"),
        title=_("Öppna texten igen"),
        lead=_("Texten går att ändra igen. En signatur gäller inte längre."),
        submit=_("Öppna igen"),
        shows="text",
        run=lambda doing: reopen_text(**doing.referral),
        done=_("Texten är öppen igen. Den ska färdigställas och signeras på nytt."),
    ),
    Act(
        slug="void",
        rule=Action.VOID,
        label=_("Makulera"),
        title=_("Makulera remissen"),
        lead=_("Remissen skickas inte. Den går fortfarande att läsa, med vem och varför."),
        submit=_("Makulera"),
        form=VoidForm,
        shows="text",
        run=lambda doing: void(**doing.referral, reason=doing.data["reason"]),
        done=_("Remissen är makulerad. Skriv en ny om den ändå behövs."),
    ),
    Act(
        slug="begin_version",
        rule=Action.BEGIN_VERSION,
        label=_("Komplettera remissen"),
        title=_("Komplettera remissen"),
        lead=_("En ny version börjar med den nuvarande texten. Mottagaren ser den först när den är skickad."),
        submit=_("Börja komplettera"),
        key="m",
        direct=True,
        shows="text",
        run=lambda doing: begin_version(**doing.referral),
        done=_("Kompletteringen är påbörjad. Skriv, signera och skicka den."),
        after=lambda doing, result: After(
            slug="drop_version", post=True, params={"version": doing.version + 1}
        ),
    ),
    Act(
        slug="drop_version",
        rule=Action.DROP_VERSION,
        label=_("Lägg ner kompletteringen"),
        title=_("Lägg ner kompletteringen"),
        lead=_(
            "Det som är skrivet skickas inte. Har mottagaren bett om komplettering står det kvar att göra."
        ),
        submit=_("Lägg ner"),
        shows="text",
        run=lambda doing: drop_version(**doing.referral),
        done=_("Kompletteringen är nerlagd."),
    ),
)
