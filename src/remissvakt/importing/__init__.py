"""Open referrals from another system: a file is read, checked line by line, and brought in whole or not at all."""
