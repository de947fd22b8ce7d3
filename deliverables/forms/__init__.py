"""Forms for deliverables: filters, updates and bulk changes."""

from .bulk import DueForm, LeadForm, NoChangeForm, RatingForm
from .filter_fields import ORDERS
from .filters import FilterForm
from .grid import GridForm
from .links import LinkForm
from .one import DeliverableForm
from .oversight import OversightFilterForm, SingleOversightForm
from .placing import BringBackForm, DropForm, MergeForm, MoveForm, OrderForm, SplitForm, WhichStrandForm
from .update import WORDS_LIMIT, UpdateForm

__all__ = [
    "ORDERS",
    "WORDS_LIMIT",
    "BringBackForm",
    "DeliverableForm",
    "DropForm",
    "DueForm",
    "FilterForm",
    "GridForm",
    "LeadForm",
    "LinkForm",
    "MergeForm",
    "MoveForm",
    "NoChangeForm",
    "OrderForm",
    "OversightFilterForm",
    "RatingForm",
    "SingleOversightForm",
    "SplitForm",
    "UpdateForm",
    "WhichStrandForm",
]
