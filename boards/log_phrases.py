"""Words for this app's acts in the change log."""

from councils.log.registry import LogPhrases
from councils.permissions import Permission

PHRASES = {
    "board.added": "added the board {name}",
    "board.changed": "changed the board {name}",
    "board.removed": "removed the board {name}",
    "board.ordered": "changed the order of the boards",
    "board.seats_changed": "changed the seats of {name}",
    "board.recipients_changed": "changed who gets the packs of {name}",
    "board.meetings_added": "added meetings of {name}",
    "board.meeting_changed": "changed a meeting of {name}",
    "board.meeting_removed": "removed a meeting of {name}",
}

LOG_PHRASES = LogPhrases(
    PHRASES | {"board.seats-taken": "took a seat on {name}"},
    of_several={
        "board.ordered": "changed the order of the boards",
        "board.seats-taken": "took seats on {name}",
    },
    undoable=dict.fromkeys(PHRASES, Permission.BOARDS_CHANGE),
)
