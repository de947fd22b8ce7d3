"""Pages of comments."""

from .adding import on_deliverable, on_indicator, on_pack
from .comments import answer, close, comment, comments, open_again, withdraw

__all__ = [
    "answer",
    "close",
    "comment",
    "comments",
    "on_deliverable",
    "on_indicator",
    "on_pack",
    "open_again",
    "withdraw",
]
