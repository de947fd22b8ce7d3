"""Forms for deliverables: filters, updates and bulk changes."""

from .bulk import DueForm, LeadForm, NoChangeForm, RatingForm
from .filter_fields import ORDERS
from .filters import FilterForm
from .grid import GridForm
from .update import WORDS_LIMIT, UpdateForm

__all__ = [
    "ORDERS",
    "WORDS_LIMIT",
    "DueForm",
    "FilterForm",
    "GridForm",
    "LeadForm",
    "NoChangeForm",
    "RatingForm",
    "UpdateForm",
]
