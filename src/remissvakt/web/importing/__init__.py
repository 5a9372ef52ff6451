"""Pages for bringing in open referrals from another system: upload, report, confirmation, outcome."""
