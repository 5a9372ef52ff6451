"""What was read, and what was administered: the logs, their writers, and the guard that keeps them as they are."""
