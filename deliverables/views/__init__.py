"""The pages about deliverables."""

from .reading import deliverable_list, detail, my_work
from .updating import update

__all__ = ["deliverable_list", "detail", "my_work", "update"]
