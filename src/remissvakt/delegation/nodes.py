"""The eight nodes of Mitt arbete that can be lent. Named in `referrals.states`, which lies above; a test compares."""

PERSONAL_NODES = ("sign", "acknowledge", "send", "answer", "complete", "certificate", "question", "watch")
