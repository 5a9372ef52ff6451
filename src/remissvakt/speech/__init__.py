"""Speech in: recordings as they come, part by part, and what is made of them (A.1, B.3)."""
