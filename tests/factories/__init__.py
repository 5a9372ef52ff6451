"""Made for tests: a small region, its people and patients, and referrals in every state.

Referrals come to be by the real actions alone, so that no test can rest on what cannot happen.

    region = make_region(now=now)
    referral = walks.confirmed(region, now=now)
"""

from . import walks
from .people import act_as, make_absent, make_loan, with_loan
from .region import PUBLISHED_NUMBERS, Region, make_patient, make_person, make_region, make_unit

__all__ = [
    "PUBLISHED_NUMBERS",
    "Region",
    "act_as",
    "make_absent",
    "make_loan",
    "make_patient",
    "make_person",
    "make_region",
    "make_unit",
    "walks",
    "with_loan",
]
