"""What leaves on paper or by phone: posted, failed, sent anew."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from remissvakt.referrals.actions.deliver import mark_posted, report_failed, resend
from remissvakt.referrals.rules import Action

from ..fields import Line, OneOf
from .act import Act, ActForm, After


class FailedForm(ActForm):
    failure = Line(label=_("Vad har hänt"), help_text=_("Till exempel: kom i retur, okänd adress"))


class ResendForm(ActForm):
    channel = OneOf(label=_("Hur"), choices=[("paper", _("På papper")), ("phone", _("Per telefon"))])


ACTS = (
    Act(
        slug="mark_posted",
        rule=Action.MARK_POSTED,
        label=_("Postad"),
        title=_("Postad, eller framförd"),
        lead=_("Den är utskriven och postad, eller framförd per telefon."),
        submit=_("Ja, den är postad"),
        key="p",
        about="delivery",
        direct=True,
        shows="delivery",
        run=lambda doing: mark_posted(**doing.delivery),
        done=_("Noterat som postad."),
        after=lambda doing, result: After(
            slug="report_failed", label=_("Kom inte fram?"), params={"leverans": str(result.id)}
        ),
    ),
    Act(
        slug="report_failed",
        rule=Action.REPORT_FAILED,
        label=_("Kom inte fram"),
        title=_("Försändelsen kom inte fram"),
        lead=_("Den hamnar genast i Leveransfel, tills den är skickad på nytt."),
        submit=_("Anmäl leveransfel"),
        form=FailedForm,
        about="delivery",
        shows="delivery",
        run=lambda doing: report_failed(**doing.delivery, failure=doing.data["failure"]),
        done=_("Leveransfelet är noterat och ligger i Leveransfel."),
    ),
    Act(
        slug="resend",
        rule=Action.RESEND,
        label=_("Skicka på nytt"),
        title=_("Skicka på nytt"),
        lead=_("Samma innehåll. Den misslyckade försändelsen går fortfarande att läsa."),
        submit=_("Skicka på nytt"),
        key="p",
        form=ResendForm,
        about="delivery",
        shows="delivery",
        run=lambda doing: resend(**doing.delivery, channel=doing.data["channel"]),
        done=_("Ligger i Att skicka: skriv ut och posta."),
    ),
)
