"""The invariants of the design, a file each or a small group: what must always hold, on any database."""
