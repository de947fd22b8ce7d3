"""Words for this app's acts in the change log."""

from councils.log.registry import LogPhrases
from councils.permissions import Permission

DRAFTED, CHANGED, DELETED = "version.drafted", "version.changed", "version.deleted"
STEPS_CHANGED, CIRCULATED = "version.steps-changed", "version.circulated"
APPROVED, RETURNED, TAKEN_BACK = "version.approved", "version.returned", "version.taken-back"
BACK_TO_DRAFT, WITHDRAWN, PUBLISHED = "version.back-to-draft", "version.withdrawn", "version.published"

LOG_PHRASES = LogPhrases(
    {
        DRAFTED: "began a version of the plan: {name}",
        CHANGED: "changed the draft of a version: {name}",
        DELETED: "deleted the draft of a version: {name}",
        STEPS_CHANGED: "changed who approves a version: {name}",
        CIRCULATED: "circulated a version: {name}",
        APPROVED: "recorded an approval: {name}",
        RETURNED: "recorded that a version was returned: {name}",
        TAKEN_BACK: "took back an approval: {name}",
        BACK_TO_DRAFT: "made a circulated version a draft again: {name}",
        WITHDRAWN: "withdrew a version: {name}",
        PUBLISHED: "published a version: {name}",
    },
    technical=frozenset({"change_seq", "copy_id", "approval_id"}),
    undoable=dict.fromkeys((DRAFTED, CHANGED, DELETED, STEPS_CHANGED), Permission.PLAN_CHANGE),
)
"""Only changes to a draft can be undone. What follows is taken back on the page of the version, where others see it."""
