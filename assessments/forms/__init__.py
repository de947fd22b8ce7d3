"""Forms for assessments."""

from .judgements import JudgementForm, RemoveForm
from .lists import CriterionForm, LevelForm

__all__ = ["CriterionForm", "JudgementForm", "LevelForm", "RemoveForm"]
