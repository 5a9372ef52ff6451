"""Every act on a referral as a page: its form, its words, the action it calls, and how to undo it."""

from .act import Act, ActForm, After, Doing
from .registry import ACTS, act_url

__all__ = ["ACTS", "Act", "ActForm", "After", "Doing", "act_url"]
