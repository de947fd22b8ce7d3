"""Words for this app's acts in the change log."""

from councils.log.registry import ColumnWords, LogPhrases
from councils.permissions import Permission

COLUMNS = {
    ("deliverables_deliverable", "dropped_on"): ColumnWords("Dropped on {value}", "Back in the plan"),
    # The reason is the act's, which the log shows with it.
    ("deliverables_deliverable", "dropped_reason"): ColumnWords(),
    ("deliverables_deliverable", "merged_into_id"): ColumnWords(
        "Merged into {value}", "No longer merged into {old}", "Merged into {value}"
    ),
    ("deliverables_deliverable", "strand_id"): ColumnWords(changed="Moved from {old} to {value}"),
    ("deliverables_deliverable", "outcome_id"): ColumnWords(
        "Outcome: “{value}”", "No longer under the outcome “{old}”", "Outcome: “{old}” became “{value}”"
    ),
    **{
        ("deliverables_proposedupdate", column): ColumnWords()
        for column in ("recorded_at", "recorded_on", "decided_on")
    },
    ("deliverables_duepoint", "deliverable_id"): ColumnWords(changed="Moved from {old}"),
}

LOG_PHRASES = LogPhrases(
    {
        "progress.recorded": "set {name} to {rag}",
        "progress.unchanged": "confirmed no change to {name} ({rag})",
        "update.sent": "sent an update of {name} for approval",
        "update.kept": "kept a draft update of {name}",
        "update.withdrawn": "withdrew the update of {name} that was not approved",
        "update.approved": "approved the update of {name}",
        "update.returned": "returned the update of {name}",
        "approval.changed": "changed which updates need approval",
        "leads.changed": "changed the lead of {name}",
        "dates.moved": "moved the due date of {name}",
        "dates.set": "set the due date of {name}",
        "deliverable.added": "added {name} to the plan",
        "deliverable.changed": "changed {name}",
        "deliverable.dropped": "dropped {name}",
        "deliverable.restored": "brought back {name}",
        "deliverable.reordered": "changed the order of {name}",
        "deliverable.moved": "moved {name} to another {own_strand}",
        "deliverable.merged": "merged {name} into another {own_deliverable}",
        "deliverable.split": "split {name}",
        "deliverable.linked": "linked {name} to another {own_deliverable}",
        "deliverable.link_noted": "changed the note of a link of {name} to another {own_deliverable}",
        "deliverable.unlinked": "removed a link of {name} to another {own_deliverable}",
        "board.single_oversight_changed": "changed what {name} oversees, {own_deliverable} by {own_deliverable}",
        "outcome.typed": "added the outcome {name}",
        "person.typed": "added {name}, to be identified",
    },
    of_several={
        "progress.unchanged": "confirmed no change to {name}",
        "deliverable.merged": "merged {one} into another {own_deliverable}",
    },
    columns=COLUMNS,
    technical=frozenset({"decided_by_id", "update_id"}),
    verb_needs=dict.fromkeys(
        ("update.sent", "update.kept", "update.withdrawn", "update.returned"),
        Permission.UPDATES_VIEW_PROPOSED,
    ),
    undoable={
        "approval.changed": Permission.PEOPLE_MANAGE,
        "board.single_oversight_changed": Permission.BOARDS_CHANGE,
        "deliverable.linked": Permission.PLAN_CHANGE,
        "deliverable.link_noted": Permission.PLAN_CHANGE,
        "deliverable.unlinked": Permission.PLAN_CHANGE,
    },
)
