"""Pages about patients: search, one patient, registering and changing."""
