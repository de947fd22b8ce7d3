"""Start an import, decide what its columns hold and how its doubts are settled, and delete its draft."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime

from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded
from file_reading.document import Document
from strategies.actions.plans import Cover, check_cover
from strategies.models import Strategy

from ..log_phrases import DECIDED, DELETED, STARTED
from ..models import PlanImport
from ..models.plan_import import LONGEST_NAME
from ..reviewing import document_of, proposed_columns_of
from ..rules.columns import Mapping as Columns

MOST_ROWS = 5_000
"""Rows of one import. Each page of its review reads all of them."""


class ChangedMeanwhile(ChangeRefused):
    """Somebody else has changed the draft since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else has changed this draft since you opened the page. Below is what you chose. "
            "Check it, and save again to keep yours."
        )


def start_import(
    *,
    document: Document,
    content: bytes,
    name: str,
    strategy: Strategy | None,
    new_plan: Cover | None = None,
    by: Actor,
    now: datetime,
) -> PlanImport:
    """Keep what was read from a file as a draft, with its columns as proposed. Raises ChangeRefused.

    `content` is the file or the pasted text, of which only the size and the SHA-256 are kept. How doubts were settled
    in the last import into the same plan is proposed again.
    """
    require(by, Permission.PLAN_CHANGE)
    if not any(table.rows for table in document.tables):
        raise ChangeRefused(
            "There is no table in it. Copy a table from Word or Excel, or choose a file that has one"
        )
    rows = sum(len(table.rows) for table in document.tables)
    if rows > MOST_ROWS:
        raise ChangeRefused(
            f"It has {rows:,} rows in its tables, and an import takes {MOST_ROWS:,}. Import it in parts"
        )
    if strategy is None:
        if new_plan is None:
            raise ChangeRefused({"plan": "Select a plan"})
        check_cover(new_plan)
    last = (
        PlanImport.objects.done().filter(strategy=strategy).order_by("-done_at").first() if strategy else None
    )
    with recorded(STARTED, actor=by.reference):
        started: PlanImport = PlanImport.objects.create(
            strategy=strategy,
            new_plan=_as_json(new_plan) if strategy is None and new_plan else {},
            name=" ".join(name.replace("\0", "").split())[:LONGEST_NAME],
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            document=document.to_json(),
            mappings=proposed_columns_of(document),
            answers=last.answers if last else {},
            by_name=by.name,
            started_at=now,
        )
    return started


def _as_json(cover: Cover) -> dict[str, str]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(cover).items()
        if value
    }


def set_columns(
    *, draft: PlanImport, columns: Mapping[int, Columns], version: int | None = None, by: Actor
) -> bool:
    """Say what the columns of tables hold, by the number of the table. Return whether anything is different now.

    Call it with the draft locked. Raises ChangeRefused with problems by number and part ("2.columns"), or
    ChangedMeanwhile if the draft has another version.
    """
    require(by, Permission.PLAN_CHANGE)
    _check(draft, version)
    tables = document_of(draft).tables
    problems = {}
    mappings = list(draft.mappings)
    for number, said in columns.items():
        table = tables[number]
        taken = [each for each in said.columns if not each.may_repeat]
        if twice := next((each for each in taken if taken.count(each) > 1), None):
            problems[f"{number}.columns"] = f"Two columns are “{twice.word}”. Choose another for one of them"
        if not 0 <= said.header_rows <= len(table.rows):
            problems[f"{number}.header_rows"] = f"Enter a number from 0 to {len(table.rows)}"
        mappings[number] = {**mappings[number], **said.to_json()}
    if problems:
        raise ChangeRefused(problems)
    return _decide(draft, by, mappings=mappings)


def answer_doubts(
    *, draft: PlanImport, answers: Mapping[str, str], version: int | None = None, by: Actor
) -> bool:
    """Settle doubts by their ids; "" opens one again. Return whether anything is different now.

    Call it with the draft locked. Raises ChangedMeanwhile.
    """
    require(by, Permission.PLAN_CHANGE)
    _check(draft, version)
    said = {**draft.answers, **answers}
    return _decide(draft, by, answers={doubt: answer for doubt, answer in said.items() if answer})


def _check(draft: PlanImport, version: int | None) -> None:
    if draft.is_done:
        raise ChangeRefused("This import is done, so nothing about it can be changed any more.")
    if version is not None and version != draft.version:
        raise ChangedMeanwhile


def _decide(draft: PlanImport, by: Actor, **columns: Sequence[object] | Mapping[str, str]) -> bool:
    changed = [name for name, value in columns.items() if getattr(draft, name) != value]
    if not changed:
        return False
    for name in changed:
        setattr(draft, name, columns[name])
    draft.version += 1
    with recorded(DECIDED, actor=by.reference):
        draft.save(update_fields=[*changed, "version"])
    return True


def delete_draft(*, draft: PlanImport, by: Actor) -> None:
    """Delete a draft with all that was read from its file. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    if draft.is_done:
        raise ChangeRefused("This import is done. Its draft cannot be deleted any more.")
    with recorded(DELETED, actor=by.reference):
        draft.delete()
