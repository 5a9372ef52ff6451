"""What a unit's own text can be for: one of the eight kinds of reply, or a letter to the patient.

The kinds of reply are defined in `referrals.states`, which lies above; a test compares them.
"""

TEMPLATE_KINDS = (
    "CONFIRMED",
    "MORE_INFO",
    "FORWARDED",
    "REJECTED",
    "CANCELLED",
    "PARTIAL",
    "PRELIMINARY",
    "FINAL",
    "patient",
)
