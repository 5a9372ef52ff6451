"""Which replies the national contract lets follow which (RIV-TA 2.2). Pure; holds on paper too."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal

from ..facts import CaseFacts
from ..states import CaseState, ReplyKind


def reply_follows(*, kind: ReplyKind, case: CaseFacts) -> Refusal | None:
    """Refuse a reply of this kind in the case's state; None where the contract allows it.

    Nothing after a rejection or a cancellation; after a final answer only further final answers;
    a rejection only before the confirmation, a cancellation until answered.
    """
    if case.state in (CaseState.REJECTED, CaseState.CANCELLED):
        return Refusal(
            "nothing_after_refusal",
            _("Remissen är avvisad eller avbruten: inget svar kan följa."),
            field="kind",
        )
    if case.state == CaseState.FORWARDED:
        return Refusal(
            "nothing_after_forwarding",
            _("Remissen är vidaresänd: svaret kommer från den nya mottagaren."),
            field="kind",
        )
    if case.state == CaseState.ANSWERED and kind != ReplyKind.FINAL:
        return Refusal(
            "only_final_after_final", _("Efter ett slutsvar kan bara ett nytt slutsvar följa."), field="kind"
        )
    if kind == ReplyKind.REJECTED and case.confirmed_at is not None:
        return Refusal(
            "no_rejection_after_confirmation",
            _("En bekräftad remiss kan inte avvisas, bara avbrytas."),
            field="kind",
        )
    return None
