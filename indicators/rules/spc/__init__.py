"""Statistical process control (XmR charts) without a database: docs/rules/spc.md has the rules in words."""

from .analysis import FOR_ICONS, FOR_LIMITS, Analysis, Segment, Stage, analyse
from .icons import Assurance, Meaning, Variation
from .limits import Limits
from .periods import Course, course_of
from .special_causes import Cause, Flag, Side

__all__ = [
    "FOR_ICONS",
    "FOR_LIMITS",
    "Analysis",
    "Assurance",
    "Cause",
    "Course",
    "Flag",
    "Limits",
    "Meaning",
    "Segment",
    "Side",
    "Stage",
    "Variation",
    "analyse",
    "course_of",
]
