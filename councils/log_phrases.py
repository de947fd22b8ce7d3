"""Words for this app's acts in the change log."""

from .log.registry import ColumnWords, LogPhrases
from .permissions import Permission

PEOPLE = {
    "person.added": "added {name}",
    "person.changed": "changed the details of {name}",
    "person.identified": "said who {name} is",
    "person.vacated": "made a vacancy of {name}",
    "person.merged": "merged {name} into another person",
    "person.left": "recorded that {name} has left",
    "work.handed-over": "handed over work, such as {name}",
    "person.removed": "removed {name}",
    "post.added": "added the post {name}",
    "post.changed": "changed the post {name}",
    "post.removed": "removed the post {name}",
    "organisation.added": "added the organisation {name}",
    "organisation.changed": "changed the organisation {name}",
    "organisation.removed": "removed the organisation {name}",
}

LOG_PHRASES = LogPhrases(
    {
        "person.linked": "linked {name} to a user",
        "person.unlinked": "removed the link between {name} and their user",
        "change.undone": "undid a change to {name}",
    }
    | PEOPLE,
    columns={
        ("councils_person", "merged_into_id"): ColumnWords(
            "Merged into {value}", "No longer merged into {old}", "Merged into {value}"
        ),
    },
    undoable=dict.fromkeys(PEOPLE, Permission.PEOPLE_CHANGE),
    technical=frozenset(
        {"id", "council_id", "public_id", "version", "position", "source_text", "change_seq"}
    ),
)
