"""Forms of comments."""

from .comments import AnswerForm, CloseForm, CommentForm, CommentsForm, RemovalForm

__all__ = ["AnswerForm", "CloseForm", "CommentForm", "CommentsForm", "RemovalForm"]
