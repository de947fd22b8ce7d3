"""Models: comments, and what was done about what people said."""

from .comments import Comment, CommentQuerySet, Item

__all__ = ["Comment", "CommentQuerySet", "Item"]
