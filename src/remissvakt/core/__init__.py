"""What every other package builds on: time, working days, identifiers, texts, refusals.

Nothing here knows a database, a request or a user.
"""
