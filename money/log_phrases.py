"""Words for this app's acts in the change log."""

from councils.log.registry import LogPhrases
from councils.permissions import Permission

ADDED, CHANGED, REMOVED = "budget.added", "budget.changed", "budget.removed"

LOG_PHRASES = LogPhrases(
    {
        ADDED: "added the budget line {name}",
        CHANGED: "changed the budget line {name}",
        REMOVED: "removed the budget line {name}",
    },
    of_several={
        ADDED: "added the budget line {one}",
        CHANGED: "changed the budget line {one}",
        REMOVED: "removed the budget line {one}",
    },
    undoable=dict.fromkeys((ADDED, CHANGED, REMOVED), Permission.PLAN_CHANGE),
)
