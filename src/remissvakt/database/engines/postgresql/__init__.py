"""Django's engine for PostgreSQL, which does not ask at each request whether the server is still there."""
