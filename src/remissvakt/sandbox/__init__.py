"""Untrusted bytes are read in a process of their own: no network, no files, no secrets, under limits (S9)."""
