"""Actions on imports. Only these write."""

from .confirming import ImportChanged, Imported, import_plan
from .drafts import ChangedMeanwhile, answer_doubts, delete_draft, queue_import, set_columns, start_import

__all__ = [
    "ChangedMeanwhile",
    "ImportChanged",
    "Imported",
    "answer_doubts",
    "delete_draft",
    "import_plan",
    "queue_import",
    "set_columns",
    "start_import",
]
