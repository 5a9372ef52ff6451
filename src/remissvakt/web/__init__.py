"""The HTML door: translates requests into queries and actions, and their results into pages."""
