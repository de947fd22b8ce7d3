"""Words for this app's acts in the change log."""

from councils.log.registry import LogPhrases
from councils.permissions import Permission

ADDED, CHANGED, REMOVED, LINKED = "evidence.added", "evidence.changed", "evidence.removed", "evidence.linked"
AREA_ADDED, AREA_CHANGED = "inspection.added", "inspection.changed"
AREA_REMOVED, AREA_MAPPED = "inspection.removed", "inspection.mapped"

LOG_PHRASES = LogPhrases(
    {
        ADDED: "added the evidence {name}",
        CHANGED: "changed the evidence {name}",
        REMOVED: "removed the evidence {name}",
        LINKED: "changed what the evidence {name} is linked to",
        AREA_ADDED: "added to the inspection view: {name}",
        AREA_CHANGED: "changed in the inspection view: {name}",
        AREA_REMOVED: "removed from the inspection view: {name}",
        AREA_MAPPED: "changed what answers {name}",
    },
    of_several={
        ADDED: "added the evidence {one}",
        REMOVED: "removed the evidence {one}",
        LINKED: "changed what the evidence {one} is linked to",
        AREA_ADDED: "added to the inspection view: {one}",
        AREA_CHANGED: "changed in the inspection view: {one}",
        AREA_REMOVED: "removed from the inspection view: {one}",
        AREA_MAPPED: "changed what answers {one}",
    },
    technical=frozenset({"file_sha256"}),
    undoable={
        **dict.fromkeys((ADDED, CHANGED, REMOVED, LINKED), Permission.PROGRESS_RECORD),
        **dict.fromkeys((AREA_ADDED, AREA_CHANGED, AREA_REMOVED, AREA_MAPPED), Permission.PLAN_CHANGE),
    },
)
