"""Forms of boards, seats, recipients and meetings."""

from .boards import BoardForm, BoardOrderForm
from .meetings import AddMeetingsForm, AddMeetingsOfBoardForm, MeetingForm
from .recipients import MembersForm, RecipientForm
from .seats import FormerHoldersForm, SeatForm

__all__ = [
    "AddMeetingsForm",
    "AddMeetingsOfBoardForm",
    "BoardForm",
    "BoardOrderForm",
    "FormerHoldersForm",
    "MeetingForm",
    "MembersForm",
    "RecipientForm",
    "SeatForm",
]
