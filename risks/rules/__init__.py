"""Rules of risks. Pure functions."""

from .scores import (
    IMPACTS,
    LIKELIHOODS,
    Band,
    Score,
    band_of,
    is_above_target,
    is_review_overdue,
    score_problem,
)

__all__ = [
    "IMPACTS",
    "LIKELIHOODS",
    "Band",
    "Score",
    "band_of",
    "is_above_target",
    "is_review_overdue",
    "score_problem",
]
