"""How one installation is set up: its environment, database, headers and logs. No rules of the routine live here."""
