"""Words for this app's acts in the change log."""

from councils.log.registry import LogPhrases
from councils.permissions import Permission

PHRASES = {
    "submission.added": "added a submission: {name}",
    "submission.changed": "changed the submission {name}",
    "submission.removed": "removed the submission {name}",
    "submission.moved": "recorded a step of the submission {name}",
    "comments.changed": "changed the reader’s comments: {name}",
    "comment.answered": "answered the reader’s comment {name}",
    "return.added": "added a return: {name}",
    "return.changed": "changed the return {name}",
    "return.removed": "removed the return {name}",
    "return.sent": "recorded a return as sent: {name}",
}
LOG_PHRASES = LogPhrases(PHRASES, undoable=dict.fromkeys(PHRASES, Permission.PLAN_CHANGE))
