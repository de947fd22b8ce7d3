"""Views of deliverables."""

from .bulk import change
from .detail import detail
from .exporting import export
from .grid import grid
from .listing import deliverable_list
from .my_work import my_work
from .unchanged import no_change
from .undoing import undo
from .updating import update

__all__ = ["change", "deliverable_list", "detail", "export", "grid", "my_work", "no_change", "undo", "update"]
