"""Forms for deliverables: filters, updates and bulk changes."""

from .bulk import DueForm, LeadForm, NoChangeForm, RatingForm
from .filter_fields import ORDERS
from .filters import FilterForm
from .update import WORDS_LIMIT, UpdateForm

__all__ = [
    "ORDERS",
    "WORDS_LIMIT",
    "DueForm",
    "FilterForm",
    "LeadForm",
    "NoChangeForm",
    "RatingForm",
    "UpdateForm",
]
