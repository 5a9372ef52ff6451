"""One verb a file: every write to the loop, from any door, is one call to one of these."""
