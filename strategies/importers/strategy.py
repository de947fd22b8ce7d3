"""Import the cover and Part I of a published plan: cover roles, versions, key outcomes, references and oversight."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from boards.models import Board
from councils.importers import Directory, Entry, made, read_toml

from ..models import (
    Approval,
    CoverRole,
    FrameworkCell,
    ImprovementStatement,
    KeyOutcome,
    Oversight,
    Reference,
    Strand,
    Strategy,
    SuccessMatrixCell,
    Version,
)

COPIED = (
    *("slug", "title", "kind", "summary", "parent_plan", "contact_text", "strand_noun", "deliverable_noun"),
    *("starts_on", "ends_on", "delivery_starts_on", "delivery_ends_on"),
)


def read_strategy(folder: Path) -> Entry:
    """Read `strategy.toml`: the cover and Part I."""
    return read_toml(folder / "strategy.toml")


def load_strategy(printed: Entry, directory: Directory, boards: dict[str, Board]) -> Strategy:
    """Add the strategy with its cover, versions, key outcomes, references, framework and success matrix."""
    strategy = made(
        Strategy,
        printed,
        **{field: printed[field] for field in COPIED},
        contributors="\n".join(printed.texts("contributors")),
        position=Strategy.objects.count() + 1,
    )
    strategy.save(force_insert=True)
    _load_cover(strategy, printed.entries("cover_roles", optional=True), directory, boards)
    _load_versions(strategy, printed.entries("versions", optional=True), directory, boards)
    _load_key_outcomes(strategy, printed.entries("key_outcomes"))
    references = printed.entry("references")
    Reference.objects.bulk_create(
        made(Reference, references, strategy=strategy, kind=kind, text=text, position=position)
        for kind in references
        for position, text in enumerate(references.texts(kind), 1)
    )
    FrameworkCell.objects.bulk_create(
        made(FrameworkCell, cell, strategy=strategy, position=position, **cell)
        for position, cell in enumerate(printed.entries("framework", optional=True), 1)
    )
    SuccessMatrixCell.objects.bulk_create(
        made(SuccessMatrixCell, cell, strategy=strategy, position=position, **cell)
        for position, cell in enumerate(printed.entries("success_matrix", optional=True), 1)
    )
    return strategy


def load_oversight(
    strategy: Strategy,
    printed_boards: list[Entry],
    monitored_by: dict[str, list[str]],
    boards: dict[str, Board],
) -> None:
    """Add which board oversees the whole strategy or a strand. `monitored_by`: slugs of boards by strand code."""
    strands = {strand.code: strand for strand in Strand.objects.filter(strategy=strategy)}
    board_and_strand: list[tuple[str, str]] = []
    for entry in printed_boards:
        oversees = entry.entry("oversees", optional=True)
        board_and_strand += [(entry["slug"], "")] if oversees.get("strategy") else []
        codes = oversees.texts("strands", optional=True)
        board_and_strand += [(entry["slug"], oversees.among(code, strands, "strands").code) for code in codes]
    board_and_strand += [(slug, code) for code, slugs in monitored_by.items() for slug in slugs]
    Oversight.objects.bulk_create(
        Oversight(board=boards[slug], strategy=strategy, strand=strands.get(code), position=position)
        for position, (slug, code) in enumerate(board_and_strand, 1)
    )


def _load_cover(
    strategy: Strategy, printed: list[Entry], directory: Directory, boards: dict[str, Board]
) -> None:
    CoverRole.objects.bulk_create(
        made(
            CoverRole,
            entry,
            strategy=strategy,
            role=entry["role"],
            board=boards.get(entry.get("board", "")),
            person=directory.people.get(entry.get("person", "")),
            post=directory.posts.get(entry.get("post", "")),
            position=position,
        )
        for position, entry in enumerate(printed, 1)
    )


def _load_versions(
    strategy: Strategy, printed: list[Entry], directory: Directory, boards: dict[str, Board]
) -> None:
    holders: dict[str, dict[str, Any]] = {
        "board": boards,
        "organisation": directory.organisations,
        "post": directory.posts,
        "person": directory.people,
    }
    for number, entry in enumerate(printed, 1):
        version = made(Version, entry, strategy=strategy, label=entry["label"], position=number)
        version.save(force_insert=True)
        Approval.objects.bulk_create(
            made(
                Approval,
                approval,
                version=version,
                kind=approval["kind"],
                approver=approval["approver"],
                approved_on=approval["on"],
                position=position,
                **_approver_field(approval, holders),
            )
            for position, approval in enumerate(entry.entries("approvals"), 1)
        )


def _approver_field(approval: Entry, holders: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The model field for the approver. Empty for a stage, or for a person whom the plan does not name."""
    kind = approval["kind"]
    if "who" not in approval:
        return {}
    return {kind: approval.known("who", approval.known("kind", holders))}


def _load_key_outcomes(strategy: Strategy, printed: list[Entry]) -> None:
    key_outcomes = KeyOutcome.objects.bulk_create(
        made(
            KeyOutcome,
            entry,
            strategy=strategy,
            number=entry.get("number", ""),
            title=entry["title"],
            position=position,
        )
        for position, entry in enumerate(printed, 1)
    )
    ImprovementStatement.objects.bulk_create(
        made(ImprovementStatement, improvement, key_outcome=key_outcome, position=position, **improvement)
        for key_outcome, entry in zip(key_outcomes, printed, strict=True)
        for position, improvement in enumerate(entry.entries("improvements", optional=True), 1)
    )
