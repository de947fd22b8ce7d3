"""Models: comments, and what was done about what people said."""

from .comments import Comment, CommentQuerySet, Item
from .said import SaidAndDid, SaidAndDidQuerySet, SaidLink

__all__ = ["Comment", "CommentQuerySet", "Item", "SaidAndDid", "SaidAndDidQuerySet", "SaidLink"]
