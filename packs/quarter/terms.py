"""Abbreviations in a pack, with their meaning."""

from __future__ import annotations

from boards.models import Board
from councils.models import Organisation
from reporting.glossary import abbreviations
from reporting.summaries import BoardSummary
from reporting.summaries.plan_words import own_meanings

from ..document import Term


def terms_of(summary: BoardSummary) -> tuple[Term, ...]:
    """Abbreviations in the texts of the summary that have a known meaning, by letter (2 queries)."""
    boards = [(board.name, board.aliases) for board in Board.objects.in_order()]
    organisations = dict(
        Organisation.objects.exclude(abbreviation="").values_list("abbreviation", "name").order_by("name")
    )
    own, hinted = own_meanings(boards)
    found = abbreviations(_texts(summary), own=own | organisations, hinted=hinted)
    return tuple(Term(term.short, term.meaning) for term in found.known)


def _texts(summary: BoardSummary) -> list[str]:
    texts = [summary.board, *(strategy.title for strategy in summary.strategies)]
    texts += [strand.title for strand in summary.strands]
    for line in summary.deliverables:
        texts += [line.title, line.refers_to, line.narrative, line.reason, line.path_to_green]
        texts += [*line.detail, *line.reporting_to]
    texts += [line.title for line in summary.indicators if line.holds_something]
    return texts
