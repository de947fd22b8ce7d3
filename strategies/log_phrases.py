"""Words for this app's acts in the change log."""

from councils.log.registry import LogPhrases
from councils.permissions import Permission

LOG_PHRASES = LogPhrases(
    {
        "quarter.closed": "closed the quarter {name}",
        "quarter.reopened": "reopened the quarter {name}",
        "board.oversight_changed": "changed what {name} oversees",
    },
    undoable={"board.oversight_changed": Permission.BOARDS_CHANGE},
)
