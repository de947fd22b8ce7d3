"""How the reader says no."""


class FileRefused(Exception):
    """The file cannot be read. The message is one sentence or two that name the row and the column."""
