"""Rules of risks. Pure functions."""

from .scales import MOST_STEPS, USUAL, Band, Scale, ScaleRefused, scale_of
from .scores import Score, is_above_target, is_review_overdue, score_problem

__all__ = [
    "MOST_STEPS",
    "USUAL",
    "Band",
    "Scale",
    "ScaleRefused",
    "Score",
    "is_above_target",
    "is_review_overdue",
    "scale_of",
    "score_problem",
]
