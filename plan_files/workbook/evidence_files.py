"""Evidence that is a file: the file stays where it was added, so only the plan that has it can take its row back."""

from __future__ import annotations

from collections.abc import Sequence

from .book import Book


def without_files_elsewhere(stored: Book, file: Book) -> tuple[Book, Sequence[str]]:
    """The book without rows of files that this plan does not have, and these rows in words."""
    if "Evidence" not in file:
        return file, ()
    known = stored.by_id("Evidence")
    elsewhere = [
        row for row in file["Evidence"] if row["file"] and not row["address"] and row.id not in known
    ]
    if not elsewhere:
        return file, ()
    left = {row.number for row in elsewhere}
    kept = [row for row in file["Evidence"] if row.number not in left]
    words = [
        f"On the sheet Evidence, row {row.number}: the file of “{row['title']}” is not in this plan. Add it there"
        for row in elsewhere
    ]
    return Book({**file.rows, "Evidence": kept}), words
