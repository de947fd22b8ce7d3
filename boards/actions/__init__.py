"""Writes of boards, their seats, recipients and meetings."""

from .boards import add_board, add_boards, change_board, order_boards, remove_board
from .meetings import add_meetings, change_meeting, remove_meeting
from .recipients import RecipientRow, RecipientsSaved, change_recipients
from .seats import SeatRow, change_seats, take_seats

__all__ = [
    "RecipientRow",
    "RecipientsSaved",
    "SeatRow",
    "add_board",
    "add_boards",
    "add_meetings",
    "change_board",
    "change_meeting",
    "change_recipients",
    "change_seats",
    "order_boards",
    "remove_board",
    "remove_meeting",
    "take_seats",
]
