"""Words for this app's acts in the change log."""

from councils.log.registry import LogPhrases
from councils.permissions import Permission

STARTED = "strategy.started"
"""Everything that a template brings into a plan has this verb, so that one Undo takes it back."""

LOG_PHRASES = LogPhrases(
    {STARTED: "started {name} from a template"},
    undoable={STARTED: Permission.PLAN_CHANGE},
)
