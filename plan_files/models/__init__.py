"""Models of plans in and out: imports, with what was read from the file and what people decided about it."""

from .plan_import import PlanImport

__all__ = ["PlanImport"]
