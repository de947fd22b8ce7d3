"""Pages of boards and groups. For a board's dashboard, see `reporting`; for what it oversees, `strategies`."""

from .boards import add, board_list, change, order, remove
from .meetings import add_of_any_board, all_meetings, meeting, meeting_remove, meetings
from .recipients import recipients
from .seats import seats

__all__ = [
    "add",
    "add_of_any_board",
    "all_meetings",
    "board_list",
    "change",
    "meeting",
    "meeting_remove",
    "meetings",
    "order",
    "recipients",
    "remove",
    "seats",
]
