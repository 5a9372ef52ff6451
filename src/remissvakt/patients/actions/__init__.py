"""Every write to patients: one verb a file."""
