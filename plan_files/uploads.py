"""Files that are read in the background: a worker claims one, reads it outside any transaction, and stores its tables.

A worker that dies loses nothing. The file is kept until its import says what was read, and the sweep
(`plan_files.jobs`) finds each file that is still there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F
from uuid_utils.compat import uuid7

from core.refusals import ChangeRefused
from councils.files import delete_upload, read_upload, store_workbook
from councils.models import Council
from councils.tenancy import council_context, recorded
from file_reading.document import Document, Refused
from file_reading.files import read_file
from file_reading.limited import TOO_MUCH
from strategies.models import Strategy

from .log_phrases import READ
from .models import PlanImport
from .models.plan_import import PlanImportQuerySet
from .reviewing import proposed_columns_of
from .workbook.files import is_workbook

ACTOR = "task:read_plan"
LEASE = timedelta(minutes=2)
"""How long a worker that died keeps its file: reading is stopped after 20 seconds (`reading.limits`)."""
MOST_ATTEMPTS = 3
MOST_ROWS = 5_000
"""Rows of one import. Each page of its review reads all of them."""
WAITING, READING, PROPOSING = (
    "Step 1 of 3: waiting for its turn",
    "Step 2 of 3: reading the tables",
    "Step 3 of 3: proposing what the columns hold",
)
GONE = "The file is no longer there. Upload it again."
FREE: dict[str, Any] = {"lease_until": None, "lease_holder": None, "progress": ""}


def what_was_read(document: Document, strategy: Strategy | None) -> dict[str, Any]:
    """Columns of a draft from what was read (at most 2 queries). Raises ChangeRefused if no plan can come of it.

    How doubts were settled in the last import into the same plan is proposed again.
    """
    if not any(table.rows for table in document.tables):
        raise ChangeRefused(
            "There is no table in it. Copy a table from Word or Excel, or choose a file that has one"
        )
    rows = sum(len(table.rows) for table in document.tables)
    if rows > MOST_ROWS:
        raise ChangeRefused(
            f"It has {rows:,} rows in its tables, and an import takes {MOST_ROWS:,}. Import it in parts"
        )
    last = (
        PlanImport.objects.done().filter(strategy=strategy).order_by("-done_at").first() if strategy else None
    )
    return {
        "document": document.to_json(),
        "mappings": proposed_columns_of(document),
        "answers": last.answers if last else {},
    }


@dataclass(frozen=True)
class Upload:
    """A file that this worker has claimed. `holder` proves that it is still this worker's."""

    council: Council
    draft: PlanImport
    holder: UUID

    @classmethod
    def claim(cls, council_id: int, public_id: str, *, now: datetime) -> Upload | None:
        """Claim the file, unless it is read already or another worker has it.

        A file that no import waits for is deleted. One that has stopped its worker each time is given up.
        """
        holder = uuid7()
        with council_context(council_id, actor=ACTOR), recorded(READ, actor=ACTOR):
            council = Council.objects.get(pk=council_id)
            waiting = PlanImport.objects.filter(public_id=public_id, state=PlanImport.State.READING)
            worn = waiting.free_to_read(now).filter(attempts__gte=MOST_ATTEMPTS)
            worn.update(state=PlanImport.State.FAILED, error=TOO_MUCH, **FREE)
            claimed = waiting.free_to_read(now).update(
                lease_until=now + LEASE,
                lease_holder=holder,
                attempts=F("attempts") + 1,
                progress=READING,
            )
            if not waiting.exists():
                delete_upload(council, public_id)
            if not claimed:
                return None
            return cls(council, waiting.select_related("strategy").get(), holder)

    def run(self) -> None:
        """Read the file, store what it says or why it cannot be read, and delete it."""
        try:
            body = read_upload(self.council, self._name)
            document = read_file(self.draft.name, body)
            if is_workbook(document):
                store_workbook(self.council, body)
                self._store(state=PlanImport.State.WORKBOOK)
            else:
                self._note(PROPOSING)
                self._propose(document)
        except FileNotFoundError:
            self._refuse(GONE)
        except Refused as refused:
            self._refuse(str(refused))
        except ChangeRefused as refused:
            self._refuse(str(refused))
        delete_upload(self.council, self._name)

    @property
    def _name(self) -> str:
        return str(self.draft.public_id)

    def _propose(self, document: Document) -> None:
        with council_context(self.council.pk, actor=ACTOR):
            read = what_was_read(document, self.draft.strategy)
        self._store(state=PlanImport.State.DRAFT, **read)

    def _refuse(self, error: str) -> None:
        self._store(state=PlanImport.State.FAILED, error=error)

    def _note(self, progress: str) -> None:
        with council_context(self.council.pk, actor=ACTOR), recorded(READ, actor=ACTOR):
            self._mine().update(progress=progress)

    def _store(self, **columns: Any) -> None:
        with council_context(self.council.pk, actor=ACTOR), recorded(READ, actor=ACTOR):
            self._mine().update(**FREE, **columns)

    def _mine(self) -> PlanImportQuerySet:
        return PlanImport.objects.filter(pk=self.draft.pk, lease_holder=self.holder)
