"""Every night's conservation report: what was created and received is open, or ended with a reason."""
