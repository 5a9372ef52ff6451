"""The watchdog: a process of its own that only reads, looks at the live database, and raises the alarm."""
