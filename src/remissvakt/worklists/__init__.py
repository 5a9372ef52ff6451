"""The lists that people work from, their counts, and the daily control: queries over `referrals.WorkItem`."""
