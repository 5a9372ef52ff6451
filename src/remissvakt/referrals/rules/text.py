"""When a text may be written, completed, signed and sent. Pure.

The same steps hold for a referral version, for an answer and for a letter; the checks come in threes.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal

from ..facts import TextFacts
from ..states import ReferralState
from .context import Check, Context


def version_open(c: Context) -> Refusal | None:
    if c.facts.state == ReferralState.VOIDED:
        return Refusal("voided", _("Remissen är makulerad."))
    if c.version.text.sent_at is not None:
        return Refusal("already_sent", _("Remissen är redan skickad."))
    if c.version.voided_at is not None:
        return Refusal("no_draft", _("Det finns inget utkast att arbeta med."))
    return None


def reply_open(c: Context) -> Refusal | None:
    if c.reply is None or c.reply.voided_at is not None:
        return Refusal("answer_voided", _("Svarsutkastet är makulerat."))
    if c.reply.text.sent_at is not None:
        return Refusal("answer_already_sent", _("Svaret är redan skickat."))
    return None


def _version(c: Context) -> TextFacts:
    return c.version.text


def _reply(c: Context) -> TextFacts:
    assert c.reply is not None
    return c.reply.text


def _letter(c: Context) -> TextFacts:
    assert c.letter is not None
    return c.letter.text


def _unsigned(text: TextFacts) -> Refusal | None:
    if text.signed_at is not None and text.sent_at is None:  # of what is sent, that is said instead
        return Refusal("already_signed", _("Texten är redan signerad. Öppna den igen för att ändra."))
    return None


def _not_complete(text: TextFacts) -> Refusal | None:
    if text.completed_at is not None and text.sent_at is None:
        return Refusal("already_complete", _("Texten är redan färdigställd."))
    return None


def _transcribed(text: TextFacts) -> Refusal | None:
    if text.dictated and text.transcribed_at is None:
        return Refusal("not_transcribed", _("Diktatet är inte utskrivet än."))
    return None


def _awaits_transcription(text: TextFacts) -> Refusal | None:
    if (not text.dictated or text.transcribed_at is not None) and text.sent_at is None:
        return Refusal("nothing_to_transcribe", _("Det finns inget diktat att skriva ut."))
    return None


def _clear(text: TextFacts) -> Refusal | None:
    if text.unclear and text.sent_at is None:
        return Refusal(
            "unclear_spots_left",
            _("Det finns oklara ställen kvar i diktatet. Lyssna, rätta texten och markera dem som klara."),
        )
    return None


def _read_through(text: TextFacts) -> Refusal | None:
    if text.machine_unread and text.sent_at is None:
        return Refusal(
            "machine_text_unread",
            _("Texten är maskinskriven, och ingen har läst igenom den mot ljudet än."),
        )
    return None


def _complete(text: TextFacts) -> Refusal | None:
    if text.completed_at is None:
        return Refusal("not_complete", _("Texten är inte färdigställd än."))
    return None


def _signed(text: TextFacts) -> Refusal | None:
    if text.signed_at is None:
        return Refusal("not_signed", _("Texten är inte signerad än."))
    return None


def _of_version(check: object) -> Check:
    return lambda c: check(_version(c))  # type: ignore[operator]


def _of_reply(check: object) -> Check:
    return lambda c: check(_reply(c))  # type: ignore[operator]


def _of_letter(check: object) -> Check:
    return lambda c: check(_letter(c))  # type: ignore[operator]


version_unsigned, reply_unsigned = _of_version(_unsigned), _of_reply(_unsigned)
version_not_complete, reply_not_complete = _of_version(_not_complete), _of_reply(_not_complete)
version_transcribed, reply_transcribed = _of_version(_transcribed), _of_reply(_transcribed)
version_dictated, reply_dictated = _of_version(_awaits_transcription), _of_reply(_awaits_transcription)
version_complete, reply_complete = _of_version(_complete), _of_reply(_complete)
version_signed, reply_signed = _of_version(_signed), _of_reply(_signed)
letter_unsigned, letter_not_complete = _of_letter(_unsigned), _of_letter(_not_complete)
letter_transcribed, letter_dictated = _of_letter(_transcribed), _of_letter(_awaits_transcription)
letter_complete = _of_letter(_complete)
version_clear, reply_clear, letter_clear = _of_version(_clear), _of_reply(_clear), _of_letter(_clear)
version_read, reply_read = _of_version(_read_through), _of_reply(_read_through)
letter_read = _of_letter(_read_through)
# The same steps of a text, whichever it is (see `dictation`).
unsigned, transcribed, awaits_transcription = _unsigned, _transcribed, _awaits_transcription


def version_has_question(c: Context) -> Refusal | None:
    if not c.version.question.strip():
        return Refusal("question_missing", _("Frågeställningen saknas."), field="question")
    return None


def receiver_chosen(c: Context) -> Refusal | None:
    if c.facts.to_unit_id is None:
        return Refusal("receiver_missing", _("Välj vilken enhet remissen ska till."), field="to_unit")
    if c.facts.to_unit_id == c.facts.referrer_unit_id:
        return Refusal(
            "receiver_is_sender", _("Remissen kan inte gå till den egna enheten."), field="to_unit"
        )
    return None


def receiver_reachable(c: Context) -> Refusal | None:
    """Nothing is sent to a closed unit, nor to one that takes referrals in no way (hazard 10)."""
    if c.facts.to_unit_id is None:
        return None
    held = c.facts.open_case  # a later version goes to whoever has the referral now
    unit = c.facts.units.get(held.unit_id if held else c.facts.to_unit_id)
    if unit is None:
        return Refusal("receiver_unknown", _("Välj vilken enhet remissen ska till."), field="to_unit")
    if not unit.active:
        return Refusal(
            "receiver_closed", _("Den mottagande enheten är stängd. Välj en annan."), field="to_unit"
        )
    if not unit.channels:
        return Refusal(
            "receiver_without_channel",
            _("Det är inte känt hur den mottagande enheten tar emot remisser. Be en administratör ange det."),
            field="to_unit",
        )
    return None


def never_sent(c: Context) -> Refusal | None:
    if c.facts.sent_at is not None:
        return Refusal("already_sent", _("Remissen är redan skickad. Begär återkallelse i stället."))
    return None


def is_change(c: Context) -> Refusal | None:
    if c.version.number == 1:
        return Refusal("first_version", _("Det finns ingen påbörjad komplettering."))
    return None


def change_still_wanted(c: Context) -> Refusal | None:
    """A later version goes to the case that is open; when there is none it can only be dropped."""
    if c.version.number > 1 and c.facts.open_case is None:
        return Refusal(
            "nothing_open_at_receiver",
            _("Mottagaren har inget öppet ärende längre."),
        )
    return None
