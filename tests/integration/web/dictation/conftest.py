"""The same people at browsers as on the pages of a referral."""

from integration.web.referral.conftest import act, as_, clock, region

__all__ = ["act", "as_", "clock", "region"]
