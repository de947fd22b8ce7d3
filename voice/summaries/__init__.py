"""Comments, and entries of "You said, we did", as lists and panels show them."""

from .comments import CommentQuery, Thread, comments_of, named_item, thread_on, waiting_for
from .said import SaidQuery, boards_that_said, entries_of, entry_lines, published_for

__all__ = [
    "CommentQuery",
    "SaidQuery",
    "Thread",
    "boards_that_said",
    "comments_of",
    "entries_of",
    "entry_lines",
    "named_item",
    "published_for",
    "thread_on",
    "waiting_for",
]
