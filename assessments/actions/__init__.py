"""Actions on assessments. Only these write."""

from .judgements import JudgementSaid, LinkSaid, correct_judgement, record_judgement, remove_judgement
from .lists import CriterionRow, LevelRow, save_criteria, save_scale, start_scale

__all__ = [
    "CriterionRow",
    "JudgementSaid",
    "LevelRow",
    "LinkSaid",
    "correct_judgement",
    "record_judgement",
    "remove_judgement",
    "save_criteria",
    "save_scale",
    "start_scale",
]
