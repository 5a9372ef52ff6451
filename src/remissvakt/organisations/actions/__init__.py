"""Every write to organisations: one verb a file, permission checked and event recorded inside."""
