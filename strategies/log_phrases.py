"""Words for this app's acts in the change log."""

from councils.log.registry import ColumnWords, LogPhrases
from councils.permissions import Permission

PLAN_PHRASES = {
    "strategy.added": "added the plan {name}",
    "strategy.copied": "copied a plan into {name}",
    "strategy.changed": "changed the cover of {name}",
    "strand.changed": "changed {name}",
    "strand.listed": "changed the parts of the plan: {name}",
    "cover.changed": "changed roles on the cover: {name}",
    "key-outcomes.changed": "changed key outcomes: {name}",
    "references.changed": "changed what the plan refers to: {name}",
    "framework.changed": "changed the performance framework: {name}",
    "success.changed": "changed measures of success: {name}",
    "versions.changed": "changed versions: {name}",
    "approvals.changed": "changed approvals: {name}",
    "priorities.changed": "changed priorities: {name}",
    "printed-priorities.changed": "changed the priorities as printed: {name}",
    "outcomes.changed": "changed outcomes: {name}",
    "planned-actions.changed": "changed planned actions: {name}",
    "achievements.changed": "changed what is achieved so far: {name}",
}
LOG_PHRASES = LogPhrases(
    {
        "quarter.closed": "closed the quarter {name}",
        "quarter.reopened": "reopened the quarter {name}",
        "board.oversight_changed": "changed what {name} oversees",
        **PLAN_PHRASES,
        "quarter.cut-off-changed": "changed the cut-off of {name} to {cut_off_on}",
        "quarters.grace-changed": "set the days of grace after a cut-off to {days_of_grace}",
        "quarters.added": "added the quarter {name}",
        "quarters.made": "made the quarter {name}",
    },
    of_several={"quarters.added": "added the quarters {name}", "quarters.made": "made the quarters {name}"},
    technical=frozenset(
        {"closed_by_name", "closed_reason", "reopened_at", "reopened_by_name", "reopened_reason"}
    ),
    columns={
        ("strategies_reportingperiod", "closed_at"): ColumnWords(
            "Closed on {value}", "Open again", "Closed on {value}"
        ),
        ("strategies_reportingperiod", "exceptions"): ColumnWords(
            "Missing when it was closed: {value}", "", "Missing when it was closed: {value}"
        ),
    },
    undoable={
        "board.oversight_changed": Permission.BOARDS_CHANGE,
        **dict.fromkeys(PLAN_PHRASES, Permission.PLAN_CHANGE),
        "quarter.cut-off-changed": Permission.QUARTER_CLOSE,
        "quarters.grace-changed": Permission.QUARTER_CLOSE,
        "quarters.added": Permission.QUARTER_CLOSE,
    },
)
