"""Views of deliverables."""

from .approving import approval_page, approvals, return_page, withdraw
from .bulk import change
from .detail import detail
from .exporting import export
from .grid import grid
from .links import link, unlink
from .listing import deliverable_list
from .my_work import my_work
from .one import add_one, change_one
from .oversight import single_oversight
from .owners import owners
from .placing import bring_back_page, drop_page, merge_page, move_page, order_page, split_page
from .unchanged import no_change
from .undoing import undo
from .updating import update

__all__ = [
    "add_one",
    "approval_page",
    "approvals",
    "bring_back_page",
    "change",
    "change_one",
    "deliverable_list",
    "detail",
    "drop_page",
    "export",
    "grid",
    "link",
    "merge_page",
    "move_page",
    "my_work",
    "no_change",
    "order_page",
    "owners",
    "return_page",
    "single_oversight",
    "split_page",
    "undo",
    "unlink",
    "update",
    "withdraw",
]
