"""What people type about deliverables."""

from .filters import FilterForm
from .update import WORDS_LIMIT, UpdateForm

__all__ = ["WORDS_LIMIT", "FilterForm", "UpdateForm"]
