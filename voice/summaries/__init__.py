"""Comments as lists and panels show them."""

from .comments import CommentQuery, Thread, comments_of, named_item, thread_on, waiting_for

__all__ = ["CommentQuery", "Thread", "comments_of", "named_item", "thread_on", "waiting_for"]
