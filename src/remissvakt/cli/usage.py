"""How a command says that it cannot be run like this."""


class UsageError(Exception):
    """Options or surroundings that make no sense; its text is one line, and the exit code is 2."""
