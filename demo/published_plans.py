"""A whole published plan, from its folder into its council: every app loads its own nouns, in this order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from boards.importers import load_boards, read_boards
from core.periods import Quarter
from councils.importers import load_council, load_directory
from councils.tenancy import council_context, recorded
from deliverables.importers import load_deliverables, read_deliverables
from indicators.importers import load_indicators, read_indicators
from strategies.importers.quarters import add_quarters
from strategies.importers.strands import load_outcomes, load_strands, read_strands
from strategies.importers.strategy import load_oversight, load_strategy, read_strategy
from strategies.models import Strategy

PUBLISHED_PLANS = ("portsmouth", "cambridgeshire")


@dataclass(frozen=True, slots=True)
class LoadedPlan:
    """What became of one folder: loaded now, or found in its council and left alone."""

    council: str
    strategy: str
    was_loaded: bool


def load_published_plan(folder: Path, *, actor: str) -> LoadedPlan:
    """Load the plan of one folder, in one transaction, into its council, which is made if it is missing.

    A council that has the strategy keeps it just as it is, edits and removals included; people and boards
    that the council knows already are not touched either.
    """
    slug = read_strategy(folder)["slug"]
    with transaction.atomic():
        council = load_council(folder)
        with council_context(council.id, actor=actor):
            is_there = Strategy.objects.filter(slug=slug).exists()
            if not is_there:
                with recorded("strategy.loaded", actor=actor):
                    _load(folder)
    return LoadedPlan(council.slug, slug, was_loaded=not is_there)


def _load(folder: Path) -> None:
    printed, printed_strands = read_strategy(folder), read_strands(folder)
    printed_boards = read_boards(folder)
    directory = load_directory(folder)
    boards = load_boards(printed_boards, directory)
    strategy = load_strategy(printed, directory, boards)
    strands = load_strands(strategy, printed_strands)
    outcomes = load_outcomes(folder, strands)
    monitored_by = {entry["code"]: entry.get("monitored_by", []) for entry in printed_strands}
    load_oversight(strategy, printed_boards, monitored_by, boards)
    load_deliverables(strategy, read_deliverables(folder), strands, outcomes, directory)
    load_indicators(strategy, read_indicators(folder))
    add_quarters(Quarter.of(printed["starts_on"]), Quarter.of(printed["ends_on"]))
