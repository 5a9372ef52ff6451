"""Django's engine for SQLite, whose writers take turns without long pauses."""
