"""Words for this app's acts in the change log."""

from councils.log.registry import LogPhrases
from councils.permissions import Permission

ADDED, CHANGED, REMOVED = "risk.added", "risk.changed", "risk.removed"
SCALE_CHANGED = "risk.scale-changed"

LOG_PHRASES = LogPhrases(
    {
        ADDED: "added the risk {name}",
        CHANGED: "changed the risk {name}",
        REMOVED: "removed the risk {name}",
        SCALE_CHANGED: "changed the scale of risks",
    },
    of_several={
        ADDED: "added the risk {one}",
        CHANGED: "changed the risk {one}",
        REMOVED: "removed the risk {one}",
        SCALE_CHANGED: "changed the scale of risks",
    },
    undoable=dict.fromkeys((ADDED, CHANGED, REMOVED), Permission.PLAN_CHANGE),
)
