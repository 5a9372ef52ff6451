"""A copy of the whole installation, taken while it is in use, and given back in an empty place.

What a copy holds, and in which order it is taken, is in docs/adr/backups.md. The keys are never in it.
"""
