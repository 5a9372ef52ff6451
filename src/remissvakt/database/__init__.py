"""How queries are put to the database: what every package that asks it shares."""
