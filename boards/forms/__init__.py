"""Forms of boards, seats, recipients and meetings."""

from .boards import BoardForm, BoardOrderForm
from .meetings import AddMeetingsForm, AddMeetingsOfBoardForm, MeetingForm
from .recipients import AddRecipientsForm, RecipientForm
from .seats import FormerHoldersForm, SeatForm

__all__ = [
    "AddMeetingsForm",
    "AddMeetingsOfBoardForm",
    "AddRecipientsForm",
    "BoardForm",
    "BoardOrderForm",
    "FormerHoldersForm",
    "MeetingForm",
    "RecipientForm",
    "SeatForm",
]
