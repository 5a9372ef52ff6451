"""Every write to delegations: lend, and take back."""
