"""Forms of the pages that import a plan."""

from .columns import ColumnsForm
from .doubts import BulkForm, DoubtsForm
from .start import MAX_BYTES, NEW, StartForm

__all__ = ["MAX_BYTES", "NEW", "BulkForm", "ColumnsForm", "DoubtsForm", "StartForm"]
