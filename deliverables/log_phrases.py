"""Words for this app's acts in the change log."""

from councils.log.registry import LogPhrases
from councils.permissions import Permission

LOG_PHRASES = LogPhrases(
    {
        "progress.recorded": "set {name} to {rag}",
        "progress.unchanged": "confirmed no change to {name} ({rag})",
        "leads.changed": "changed the lead of {name}",
        "dates.moved": "moved the due date of {name}",
        "dates.set": "set the due date of {name}",
        "deliverable.added": "added {name} to the plan",
        "deliverable.changed": "changed {name}",
        "deliverable.dropped": "dropped {name}",
        "deliverable.restored": "brought back {name}",
        "deliverable.reordered": "changed the order of {name}",
        "deliverable.moved": "moved {name} to another {own_strand}",
        "deliverable.merged": "merged {name}",
        "deliverable.split": "split {name}",
        "board.single_oversight_changed": "changed what {name} oversees, {own_deliverable} by {own_deliverable}",
        "outcome.typed": "added the outcome {name}",
        "person.typed": "added {name}, to be identified",
    },
    of_several={"progress.unchanged": "confirmed no change to {name}"},
    undoable={"board.single_oversight_changed": Permission.BOARDS_CHANGE},
)
