"""Load a whole published plan from its folder into its council. Each app loads its own models, in this order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, transaction

from boards.importers import load_boards, read_boards
from core.periods import Quarter
from councils.importers import PlanProblem, load_council, load_directory
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
    """Result for one folder: loaded now, or already in its council and not changed."""

    council: str
    strategy: str
    was_loaded: bool


def load_published_plan(folder: Path, *, actor: str, training: bool = False) -> LoadedPlan:
    """Load the plan of one folder into its council, in one transaction. A missing council is created.

    If the council has the strategy already, it is not changed, including edits and removals. Existing people and boards
    are not changed either. With `training`, a new council is set to the plan's pinned day. Raises PlanProblem, with a
    sentence, if a file cannot be loaded. Then nothing of the plan is saved.
    """
    slug = read_strategy(folder)["slug"]
    try:
        with transaction.atomic():
            council = load_council(folder, training=training)
            with council_context(council.id, actor=actor):
                is_there = Strategy.objects.filter(slug=slug).exists()
                if not is_there:
                    with recorded("strategy.loaded", actor=actor):
                        strategy = load_plan_into_council(folder)
                        add_quarters(Quarter.of(strategy.starts_on), Quarter.of(strategy.ends_on))
    except IntegrityError as error:
        raise PlanProblem(f"{folder.name}: the database does not take the plan. {_reason(error)}") from error
    return LoadedPlan(council.slug, slug, was_loaded=not is_there)


def _reason(error: IntegrityError) -> str:
    """The database's message on one line: "Key (council_id, slug)=(1, send-board) already exists."."""
    return " ".join(str(error).split())


def load_plan_into_council(folder: Path) -> Strategy:
    """Add the plan of the folder with its boards and people to the current council, and return its strategy."""
    printed, printed_strands = read_strategy(folder), read_strands(folder)
    printed_boards = read_boards(folder)
    directory = load_directory(folder)
    boards = load_boards(printed_boards, directory)
    strategy = load_strategy(printed, directory, boards)
    strands = load_strands(strategy, printed_strands)
    outcomes = load_outcomes(folder, strands)
    monitored_by = {
        entry["code"]: [
            entry.among(slug, boards, "monitored_by").slug
            for slug in entry.texts("monitored_by", optional=True)
        ]
        for entry in printed_strands
    }
    load_oversight(strategy, printed_boards, monitored_by, boards)
    load_deliverables(strategy, read_deliverables(folder), strands, outcomes, directory)
    load_indicators(strategy, read_indicators(folder))
    return strategy
