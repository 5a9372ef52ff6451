"""Work lent by one person to another for a period, by a manager's decision (C.3)."""
