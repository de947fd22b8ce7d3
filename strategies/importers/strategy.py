"""A published plan's cover and Part I: who stands behind it, versions, key outcomes, what it stands on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from boards.models import Board
from councils.importers import Directory, read_toml

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


def read_strategy(folder: Path) -> dict[str, Any]:
    """The cover and Part I as `strategy.toml` holds them."""
    return read_toml(folder / "strategy.toml")


def load_strategy(printed: dict[str, Any], directory: Directory, boards: dict[str, Board]) -> Strategy:
    """Add the strategy with its cover, versions, key outcomes, references, framework and success matrix."""
    strategy: Strategy = Strategy.objects.create(
        **{field: printed[field] for field in COPIED},
        contributors="\n".join(printed["contributors"]),
        position=Strategy.objects.count() + 1,
    )
    _load_cover(strategy, printed.get("cover_roles", []), directory, boards)
    _load_versions(strategy, printed.get("versions", []), directory, boards)
    _load_key_outcomes(strategy, printed["key_outcomes"])
    Reference.objects.bulk_create(
        Reference(strategy=strategy, kind=kind, text=text, position=position)
        for kind, texts in printed["references"].items()
        for position, text in enumerate(texts, 1)
    )
    FrameworkCell.objects.bulk_create(
        FrameworkCell(strategy=strategy, position=position, **cell)
        for position, cell in enumerate(printed.get("framework", []), 1)
    )
    SuccessMatrixCell.objects.bulk_create(
        SuccessMatrixCell(strategy=strategy, position=position, **cell)
        for position, cell in enumerate(printed.get("success_matrix", []), 1)
    )
    return strategy


def load_oversight(
    strategy: Strategy,
    printed_boards: list[dict[str, Any]],
    monitored_by: dict[str, list[str]],
    boards: dict[str, Board],
) -> None:
    """Say which board watches the whole strategy or a strand; `monitored_by` has the strands' own groups."""
    strands = {strand.code: strand for strand in Strand.objects.filter(strategy=strategy)}
    watched: list[tuple[str, str]] = []
    for entry in printed_boards:
        oversees = entry.get("oversees", {})
        watched += [(entry["slug"], "")] if oversees.get("strategy") else []
        watched += [(entry["slug"], code) for code in oversees.get("strands", [])]
    watched += [(slug, code) for code, slugs in monitored_by.items() for slug in slugs]
    Oversight.objects.bulk_create(
        Oversight(board=boards[slug], strategy=strategy, strand=strands.get(code), position=position)
        for position, (slug, code) in enumerate(watched, 1)
    )


def _load_cover(
    strategy: Strategy, printed: list[dict[str, str]], directory: Directory, boards: dict[str, Board]
) -> None:
    CoverRole.objects.bulk_create(
        CoverRole(
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
    strategy: Strategy, printed: list[dict[str, Any]], directory: Directory, boards: dict[str, Board]
) -> None:
    holders: dict[str, dict[str, Any]] = {
        "board": boards,
        "organisation": directory.organisations,
        "post": directory.posts,
        "person": directory.people,
    }
    for number, entry in enumerate(printed, 1):
        version = Version.objects.create(strategy=strategy, label=entry["label"], position=number)
        Approval.objects.bulk_create(
            Approval(
                version=version,
                kind=approval["kind"],
                approver=approval["approver"],
                approved_on=approval["on"],
                position=position,
                **_approved_by(approval, holders),
            )
            for position, approval in enumerate(entry["approvals"], 1)
        )


def _approved_by(approval: dict[str, Any], holders: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The board, organisation or post that approved; nobody's is a stage, or a person whom the plan does not name."""
    kind = approval["kind"]
    return {kind: holders[kind][approval["who"]]} if "who" in approval else {}


def _load_key_outcomes(strategy: Strategy, printed: list[dict[str, Any]]) -> None:
    key_outcomes = KeyOutcome.objects.bulk_create(
        KeyOutcome(strategy=strategy, number=entry.get("number", ""), title=entry["title"], position=position)
        for position, entry in enumerate(printed, 1)
    )
    ImprovementStatement.objects.bulk_create(
        ImprovementStatement(key_outcome=key_outcome, position=position, **improvement)
        for key_outcome, entry in zip(key_outcomes, printed, strict=True)
        for position, improvement in enumerate(entry.get("improvements", []), 1)
    )
