"""Words for this app's acts in the change log."""

from councils.log.registry import LogPhrases
from councils.permissions import Permission

RECORDED, CHANGED, REMOVED = "minute.recorded", "minute.changed", "minute.removed"
MOVED, CORRECTED, ANSWERED = "minute.moved", "minute.corrected", "minute.escalation-answered"
INTEREST, INTEREST_REMOVED = "minutes.interest-declared", "minutes.interest-removed"
ATTENDANCE, CONFIRMED = "minutes.attendance-noted", "minutes.confirmed"

PHRASES = {
    RECORDED: "recorded in the minutes: {name}",
    CHANGED: "changed an entry in the minutes: {name}",
    REMOVED: "removed an entry from the minutes: {name}",
    MOVED: "recorded what became of {name}",
    CORRECTED: "noted a correction of {name}",
    ANSWERED: "answered an escalation: {name}",
    ATTENDANCE: "noted who attended: {name}",
    INTEREST: "noted a declared interest: {name}",
    INTEREST_REMOVED: "removed a declared interest: {name}",
    CONFIRMED: "confirmed the minutes: {name}",
}
LOG_PHRASES = LogPhrases(
    PHRASES,
    of_several={
        RECORDED: "recorded in the minutes: {one}",
        CHANGED: "changed an entry in the minutes: {one}",
        REMOVED: "removed an entry from the minutes: {one}",
        MOVED: "recorded what became of {one}",
        CORRECTED: "noted a correction of {one}",
        ANSWERED: "answered an escalation: {one}",
        ATTENDANCE: "noted who attended: {one}",
    },
    undoable=dict.fromkeys(PHRASES, Permission.MINUTES_RECORD),
)
