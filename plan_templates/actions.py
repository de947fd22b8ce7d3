"""Start a plan from a template: all of it or nothing, as one act that one Undo takes back."""

from __future__ import annotations

from dataclasses import dataclass

from boards.actions import add_boards
from boards.models import Board
from core.refusals import ChangeRefused
from core.words import count_words
from councils.actors import Actor, require
from councils.log.registry import consequences
from councils.models import Organisation
from councils.people.actions import add_to_directory
from councils.permissions import Permission
from councils.tenancy import recorded_as_one
from indicators.actions import add_table_rows
from indicators.models import Indicator
from strategies.actions import add_strategy
from strategies.actions.parts import Part, add_parts
from strategies.actions.plans import Cover
from strategies.actions.strands import add_strands
from strategies.models import KeyOutcome, Measure, Outcome, Reference, Strand, Strategy
from strategies.oversight_actions import add_oversight

from .known import Known, known_here
from .log_phrases import STARTED
from .registry import starters
from .rules import WHOLE_PLAN, PlanTemplate, folded


@dataclass(frozen=True)
class Started:
    """The new plan, and what was in the council already and is used for it."""

    strategy: Strategy
    template: PlanTemplate
    reused: tuple[str, ...]

    @property
    def words(self) -> str:
        """ "Local SEND reform plan added, with 5 support layers, 10 outcomes, 13 indicators and 3 boards …"."""
        template = self.template
        counted = [
            (len(template.strands), self.strategy.strand_noun.lower(), ""),
            (len(template.outcomes), "outcome", ""),
            (len(template.indicators), "indicator", ""),
            (len(template.boards), "board", ""),
            (len(template.criteria), "criterion to judge it by", "criteria to judge it by"),
        ]
        parts = ", ".join(count_words(*each) for each in counted if each[0])
        words = f"{self.strategy.title} added" + (f": {parts}." if parts else ".")
        if self.reused:
            words += f" Your council already had {', '.join(self.reused)}."
        return words


def start_plan(*, template: PlanTemplate, cover: Cover, by: Actor) -> Started:
    """Add a plan with everything that a template, as somebody narrowed and reworded it, brings.

    Boards and organisations that the council has under these names are used as they are. Raises ChangeRefused, by name
    of the field: a plan with the same title is there already.
    """
    require(by, Permission.PLAN_CHANGE)
    if template.boards:
        require(by, Permission.BOARDS_CHANGE)
    if template.organisations:
        require(by, Permission.PEOPLE_CHANGE)
    titles = Strategy.objects.values_list("title", flat=True)
    if folded(cover.title) in {folded(each) for each in titles}:
        raise ChangeRefused(
            {"title": f"Your council already has a plan called {cover.title.strip()}. Enter another title"}
        )
    with recorded_as_one(STARTED, actor=by.reference, apart=consequences()):
        known = known_here()
        strategy = add_strategy(cover=cover, by=by)
        strands = _add_strands(template, strategy, by)
        key_outcomes = _add_parts(template, strategy, strands, by)
        _add_indicators(template, strategy, key_outcomes, by)
        _add_organisations(template, known, by)
        _add_boards(template, strategy, strands, known, by)
        for start in starters():
            start(strategy=strategy, template=template, by=by)
    return Started(strategy, template, _reused(template, known))


def _reused(template: PlanTemplate, known: Known) -> tuple[str, ...]:
    """Names of the boards and organisations that the council had before."""
    boards = [each.name for row in template.boards if (each := known.board(row.name))]
    partners = [found.name for row in template.organisations if (found := known.organisation(row.name))]
    return tuple(dict.fromkeys([*boards, *partners]))


def _add_strands(template: PlanTemplate, strategy: Strategy, by: Actor) -> dict[str, Strand]:
    titles = [(each.code, each.title.strip()) for each in template.strands]
    added = add_strands(strategy=strategy, strands=titles, by=by)
    return {each.key: strand for each, strand in zip(template.strands, added, strict=True)}


def _add_parts(
    template: PlanTemplate, strategy: Strategy, strands: dict[str, Strand], by: Actor
) -> dict[str, KeyOutcome]:
    """Principles, key outcomes and outcomes with their measures. Returns the key outcomes by key."""
    principle = Reference.Kind.PRINCIPLE
    parts: list[Part] = [
        Reference(strategy=strategy, kind=principle, text=each.text.strip()) for each in template.principles
    ]
    key_outcomes = {
        each.key: KeyOutcome(strategy=strategy, number=each.number, title=each.title.strip())
        for each in template.key_outcomes
    }
    parts += key_outcomes.values()
    for row in template.strands:
        for said in row.outcomes:
            outcome = Outcome(strand=strands[row.key], title=said.title.strip())
            parts += [outcome, *(Measure(outcome=outcome, text=text) for text in said.measures)]
    add_parts(parts=parts, by=by)
    return key_outcomes


def _add_indicators(
    template: PlanTemplate, strategy: Strategy, key_outcomes: dict[str, KeyOutcome], by: Actor
) -> None:
    rows = [
        Indicator(
            set=Indicator.Set.MAIN,
            key_outcome=key_outcomes[each.key_outcome],
            label=each.label,
            title=each.title.strip(),
            kind=Indicator.Kind.QUANTITATIVE,
            unit=each.unit,
            polarity=each.polarity,
            basis=each.basis,
            is_headline=each.headline,
        )
        for each in template.indicators
    ]
    if rows:
        add_table_rows(strategy=strategy, rows=rows, by=by)


def _add_organisations(template: PlanTemplate, known: Known, by: Actor) -> None:
    new = {
        folded(each.name): Organisation(name=" ".join(each.name.split()), kind=each.kind)
        for each in template.organisations
        if known.organisation(each.name) is None
    }
    if new:
        add_to_directory(organisations=list(new.values()), by=by)


def _add_boards(
    template: PlanTemplate, strategy: Strategy, strands: dict[str, Strand], known: Known, by: Actor
) -> None:
    """Add the boards that the council does not have, and let all of them oversee the new plan."""
    if not template.boards:
        return
    new: dict[str, Board] = {}
    boards: dict[str, Board] = {}
    for each in template.boards:
        name = folded(each.name)
        found = known.board(each.name) or new.get(name)
        if found is None:
            found = new[name] = Board(name=each.name, kind=each.kind, purpose=each.purpose)
        boards[each.key] = found
    added = list(new.values())
    lines = [(boards[each.key], boards[each.reports_to]) for each in template.boards if each.reports_to]
    parents = {id(child): parent for child, parent in lines if child is not parent}
    add_boards(boards=added, parents=[parents.get(id(each)) for each in added], by=by)
    overseen: dict[Board, list[Strategy | Strand]] = {}
    for each in template.boards:
        parts = [strategy if key == WHOLE_PLAN else strands[key] for key in each.oversees]
        overseen.setdefault(boards[each.key], []).extend(parts)
    add_oversight(strategy=strategy, overseen=overseen, by=by)
