"""Words for this app's acts in the change log."""

from councils.log.registry import LogPhrases
from councils.permissions import Permission

COMMENTED, ANSWERED, CLOSED = "voice.commented", "voice.answered", "voice.closed"
OPENED_AGAIN, TAKEN_BACK = "voice.opened-again", "voice.taken-back"
NOTED, CHANGED, REMOVED = "said.added", "said.changed", "said.removed"
PUBLISHED, NO_LONGER_PUBLISHED = "said.published", "said.withdrawn"

LOG_PHRASES = LogPhrases(
    {
        COMMENTED: "commented on {name}",
        ANSWERED: "answered a comment on {name}",
        CLOSED: "closed a comment on {name}",
        OPENED_AGAIN: "opened a comment on {name} again",
        TAKEN_BACK: "took back a comment",
        NOTED: "added to “You said, we did”: {name}",
        CHANGED: "changed in “You said, we did”: {name}",
        REMOVED: "removed from “You said, we did”: {name}",
        PUBLISHED: "published in “You said, we did”: {name}",
        NO_LONGER_PUBLISHED: "withdrew from “You said, we did”: {name}",
    },
    undoable=dict.fromkeys((NOTED, CHANGED, REMOVED), Permission.PLAN_CHANGE),
)
