"""The administrator's pages: care providers, units, people and logins; history, and the access log."""
