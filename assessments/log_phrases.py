"""Words for this app's acts in the change log."""

from councils.log.registry import LogPhrases
from councils.permissions import Permission

PHRASES = {
    "scale.changed": "changed the scale of the assessment: {name}",
    "criteria.changed": "changed the criteria of the assessment: {name}",
    "judgement.recorded": "judged {name}",
    "judgement.corrected": "corrected the judgement of {name}",
    "judgement.removed": "removed a judgement of {name}",
}
LOG_PHRASES = LogPhrases(PHRASES, undoable=dict.fromkeys(PHRASES, Permission.PLAN_CHANGE))
