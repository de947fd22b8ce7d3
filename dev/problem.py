"""What goes wrong on a person's machine, said in one sentence."""


class Problem(Exception):
    """Stops a command: its text is all that the person sees, so it says what to do next."""
