"""Forms for submissions and returns."""

from .returns import CalendarForm, ReturnForm, SendingForm
from .submissions import AnswerForm, CommentForm, RemoveForm, StepForm, SubmissionForm
from .who import Who

__all__ = [
    "AnswerForm",
    "CalendarForm",
    "CommentForm",
    "RemoveForm",
    "ReturnForm",
    "SendingForm",
    "StepForm",
    "SubmissionForm",
    "Who",
]
