"""The database as if it had come back from a backup."""

import json
from pathlib import Path


def restored(mark: Path, *, sent_since: int = 3) -> None:
    """Let the mark say that so many emails were sent since the backup from which this database has come."""
    kept = json.loads(mark.read_text("utf-8"))
    mark.write_text(json.dumps(kept | {"number": kept["number"] + sent_since}), "utf-8")
