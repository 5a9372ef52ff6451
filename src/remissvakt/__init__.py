"""Remissvakt keeps every referral in somebody's hands until its loop is closed."""

__version__ = "0.1.0"
