"""Save what a workbook changes: in one transaction and one act, through the actions of each noun."""

from .importing import save_workbook
from .save import WorkbookRefused, needed

__all__ = ["WorkbookRefused", "needed", "save_workbook"]
