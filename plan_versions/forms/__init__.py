"""Forms of versions: the draft, its steps of approval, decisions and reasons."""

from .decisions import DecisionForm, ReasonForm
from .drafts import StepForm, VersionForm, choices_of_approvers, shown_steps

__all__ = [
    "DecisionForm",
    "ReasonForm",
    "StepForm",
    "VersionForm",
    "choices_of_approvers",
    "shown_steps",
]
