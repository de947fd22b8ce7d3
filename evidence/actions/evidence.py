"""Add, change, link and remove evidence."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import partial

from django.db import transaction

from core.periods import words_for_date
from core.refusals import ChangeRefused
from core.words import list_words
from councils.actors import Actor, require
from councils.files import delete_unused_evidence, store_evidence
from councils.models import Council
from councils.permissions import Permission
from councils.tenancy import recorded, remove_named
from strategies.models import Strategy

from ..log_phrases import ADDED, CHANGED, LINKED, REMOVED
from ..models import Evidence, EvidenceLink
from ..rules import FileRefused, address_problem, file_type
from ..summaries import uses_of
from .links import LinkedTo, write_links

LINK_COLUMNS = ("deliverable_id", "indicator_id", "area_id")
LONGEST_NAME = 200


def add_evidence(
    *,
    strategy: Strategy,
    title: str,
    by: Actor,
    today: date,
    now: datetime,
    shows: str = "",
    of_on: date | None = None,
    address: str = "",
    file_name: str = "",
    content: bytes = b"",
    linked: LinkedTo | None = None,
) -> Evidence:
    """Add an address, or a file with its name and content. Raises ChangeRefused.

    The file is stored before the transaction ends: a file without its row is deleted later, a row never lacks its file.
    """
    require(by, Permission.PROGRESS_RECORD)
    linked = linked or LinkedTo()
    linked.check(strategy)
    _check_day(of_on, today)
    address = address.strip()
    if bool(address) == bool(file_name):
        raise ChangeRefused({"file": "Choose a file or enter an address, and not both"})
    if address:
        _check_address(address)
    columns = _stored_file(by.council, file_name, content) if file_name else {"address": address}
    with recorded(ADDED, actor=by.reference):
        evidence: Evidence = Evidence.objects.create(
            strategy=strategy,
            title=title.strip(),
            shows=shows.strip(),
            of_on=of_on,
            added_at=now,
            added_on=today,
            added_by=by.user,
            **columns,
        )
        write_links(EvidenceLink, {"evidence": evidence}, LINK_COLUMNS, linked)
    return evidence


def _stored_file(council: Council, name: str, content: bytes) -> dict[str, str | int]:
    """Check and store the file, and return its columns."""
    try:
        kind = file_type(name, content)
    except FileRefused as refused:
        raise ChangeRefused({"file": str(refused)}) from None
    sha256 = hashlib.sha256(content).hexdigest()
    store_evidence(council, content, sha256)
    plain = "".join(char for char in name if char.isprintable())
    return {
        "file_name": plain[-LONGEST_NAME:],
        "file_kind": kind.value,
        "file_sha256": sha256,
        "file_size": len(content),
    }


def change_evidence(
    *,
    evidence: Evidence,
    title: str,
    by: Actor,
    today: date,
    shows: str = "",
    of_on: date | None = None,
    address: str = "",
) -> Evidence:
    """Change what is said about evidence, or its address. A file stays as it is. Raises ChangeRefused."""
    require(by, Permission.PROGRESS_RECORD)
    _check_day(of_on, today)
    if not evidence.is_file:
        address = address.strip()
        if not address:
            raise ChangeRefused({"address": "Enter the address"})
        _check_address(address)
        evidence.address = address
    with recorded(CHANGED, actor=by.reference):
        evidence.title, evidence.shows, evidence.of_on = title.strip(), shows.strip(), of_on
        evidence.save(update_fields=["title", "shows", "of_on", "address"])
    return evidence


def link_evidence(*, evidence: Evidence, linked: LinkedTo, by: Actor) -> bool:
    """Make this what the evidence is for. Returns whether anything has changed."""
    require(by, Permission.PROGRESS_RECORD)
    linked.check(evidence.strategy)
    with recorded(LINKED, actor=by.reference):
        return write_links(EvidenceLink, {"evidence": evidence}, LINK_COLUMNS, linked)


def remove_evidence(*, evidence: Evidence, by: Actor) -> None:
    """Remove evidence and its links. The change log keeps what it said, and the file is kept for a day for Undo.

    Raises ChangeRefused if another room's rows name it, such as the judgements of an assessment.
    """
    require(by, Permission.PROGRESS_RECORD)
    _check_unused(evidence)
    with recorded(REMOVED, actor=by.reference):
        remove_named(evidence, {EvidenceLink: "evidence"})
    # This one counts as in use once more, so that its day begins now.
    forget_files(council=by.council, also_used=evidence.file_sha256)


def _check_unused(evidence: Evidence) -> None:
    if uses := uses_of(evidence):
        places = list_words([each.words for each in uses])
        raise ChangeRefused(f"This is used in {places}. Take it out there before you remove it.")


def forget_files(*, council: Council, also_used: str = "") -> None:
    """Delete files that nothing has named for a day, once this transaction has ended (1 query)."""
    used = set(Evidence.objects.exclude(file_sha256="").values_list("file_sha256", flat=True))
    transaction.on_commit(partial(delete_unused_evidence, council, used | {also_used}))


def _check_day(of_on: date | None, today: date) -> None:
    if of_on is not None and of_on > today:
        raise ChangeRefused({"of_on": f"Enter a date that is not after today, {words_for_date(today)}"})


def _check_address(address: str) -> None:
    if problem := address_problem(address):
        raise ChangeRefused({"address": problem})
