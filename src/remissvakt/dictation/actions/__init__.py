"""Writes that belong to dictation alone: a person's keys, a unit's phrases."""
