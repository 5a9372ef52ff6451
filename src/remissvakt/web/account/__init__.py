"""One's own page: password, looks, assignments, absences."""
