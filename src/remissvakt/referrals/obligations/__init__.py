"""What must happen next, by whom and by when. Pure: facts in, obligations out.

`obligations` is the one place that says it. Its answers are stored as work items by `record`, and
recounted by the invariants. It never asks what day it is: *overdue* is decided when a list is read.
"""

from __future__ import annotations

from ..facts import ReferralFacts
from ..states import ReferralState
from .cases import cases
from .deliveries import deliveries
from .due import Due, Why
from .papers import papers_to_register
from .patient import patient_to_inform
from .questions import questions
from .replies import replies_to_read
from .texts import texts_of_letters, texts_of_replies, texts_of_versions
from .watch import watch

__all__ = ["Due", "Why", "obligations"]


def obligations(facts: ReferralFacts) -> tuple[Due, ...]:
    """All that is due on a referral, in no particular order; keys are unique."""
    if facts.state == ReferralState.VOIDED:
        # The referral never left; what else was written, asked or scanned about it is still somebody's.
        return (
            *texts_of_letters(facts),
            *deliveries(facts),
            *questions(facts),
            *papers_to_register(facts),
        )
    return (
        *texts_of_versions(facts),
        *watch(facts),
        *replies_to_read(facts),
        *cases(facts),
        *texts_of_replies(facts),
        *texts_of_letters(facts),
        *patient_to_inform(facts),
        *deliveries(facts),
        *questions(facts),
        *papers_to_register(facts),
    )
