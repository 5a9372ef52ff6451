"""The nodes that a pool can do for a unit. Named in `referrals.states`, which lies above; a test compares."""

NODES = (
    "inbox",
    "transcribe",
    "sign",
    "acknowledge",
    "send",
    "answer",
    "complete",
    "certificate",
    "question",
    "watch",
    "inform",
    "unlinked",
    "failed",
)
# What a pool does unless something else is chosen: typing, completing and posting (A.1).
USUAL = ("transcribe", "complete", "send")
