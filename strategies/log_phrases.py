"""Words for this app's acts in the change log."""

from councils.log.registry import LogPhrases
from councils.permissions import Permission

LOG_PHRASES = LogPhrases(
    {
        "quarter.closed": "closed the quarter {name}",
        "quarter.reopened": "reopened the quarter {name}",
        "quarter.cut-off-changed": "changed the cut-off of {name} to {cut_off_on}",
        "quarters.grace-changed": "set the days of grace after a cut-off to {days_of_grace}",
        "quarters.added": "added the quarter {name}",
        "quarters.made": "made the quarter {name}",
    },
    of_several={"quarters.added": "added the quarters {name}", "quarters.made": "made the quarters {name}"},
    technical=frozenset(
        {"closed_by_name", "closed_reason", "reopened_at", "reopened_by_name", "reopened_reason"}
    ),
    undoable={
        "quarter.cut-off-changed": Permission.QUARTER_CLOSE,
        "quarters.grace-changed": Permission.QUARTER_CLOSE,
        "quarters.added": Permission.QUARTER_CLOSE,
    },
)
