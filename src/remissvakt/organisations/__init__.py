"""Who works where, in which role, and by which routine: units, persons, assignments, absences, logins."""
