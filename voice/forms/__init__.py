"""Forms of comments and of "You said, we did"."""

from .comments import AnswerForm, CloseForm, CommentForm, CommentsForm, RemovalForm
from .said import SaidFilterForm, SaidForm

__all__ = [
    "AnswerForm",
    "CloseForm",
    "CommentForm",
    "CommentsForm",
    "RemovalForm",
    "SaidFilterForm",
    "SaidForm",
]
