"""Forms for the pages that change a plan."""

from .copying import CopyForm
from .lists import FORMS, PlanRow, pasted_into
from .plans import StrategyForm
from .strands import StrandForm

__all__ = ["FORMS", "CopyForm", "PlanRow", "StrandForm", "StrategyForm", "pasted_into"]
