"""Words for this app's acts in the change log."""

from councils.log.registry import LogPhrases
from councils.permissions import Permission

STARTED, DECIDED, DELETED = "import.started", "import.decided", "import.deleted"
READ = "import.read"
IMPORTED = "deliverable.imported"
"""Everything that one import writes has this verb, so that one Undo takes it back."""
WORKBOOK_IMPORTED = "workbook.imported"
"""So has everything that a workbook writes."""

LOG_PHRASES = LogPhrases(
    {
        STARTED: "started to import a plan: {name}",
        DELETED: "deleted the draft of an import: {name}",
        IMPORTED: "imported {name}",
        WORKBOOK_IMPORTED: "imported a workbook: {name}",
    },
    steps=(DECIDED, READ),
    technical=frozenset({"written", "request_id"}),
    why_it_stays="plan_files.undoing.why_it_stays",
    undoable=dict.fromkeys((IMPORTED, WORKBOOK_IMPORTED), Permission.PLAN_CHANGE),
)
