"""Forms of minutes: an entry, what became of it, an answer to an escalation, attendance, and the register's filters."""

from .entries import EntryForm
from .interests import InterestForm
from .items import Items
from .meetings import AttendanceForm
from .register import RegisterForm
from .steps import AnswerForm, CorrectionForm, StepForm

__all__ = [
    "AnswerForm",
    "AttendanceForm",
    "CorrectionForm",
    "EntryForm",
    "InterestForm",
    "Items",
    "RegisterForm",
    "StepForm",
]
