"""What an import would do: its rows as they will be, and how they differ from the plan as it is now."""

from .columns import columns_of, document_of, proposed_columns_of
from .preview import Line, Preview, preview_of
from .stated import StatedUpdates, stated_updates

__all__ = [
    "Line",
    "Preview",
    "StatedUpdates",
    "columns_of",
    "document_of",
    "preview_of",
    "proposed_columns_of",
    "stated_updates",
]
