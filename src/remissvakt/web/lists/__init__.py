"""The work lists, the daily control, and what can be done with many rows at once."""
