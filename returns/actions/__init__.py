"""Actions on submissions and returns. Only these write."""

from .comments import Answer, CommentRow, answer_comment, save_comments
from .returns import ReturnSaid, SendingSaid, add_return, change_return, mark_sent, remove_return
from .submissions import SubmissionSaid, add_submission, change_submission, remove_submission, take_step

__all__ = [
    "Answer",
    "CommentRow",
    "ReturnSaid",
    "SendingSaid",
    "SubmissionSaid",
    "add_return",
    "add_submission",
    "answer_comment",
    "change_return",
    "change_submission",
    "mark_sent",
    "remove_return",
    "remove_submission",
    "save_comments",
    "take_step",
]
