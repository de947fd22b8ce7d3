"""Problem: an error that the user gets as one sentence."""


class Problem(Exception):
    """Stops a command. Users see only its text, so it must say what to do next."""
