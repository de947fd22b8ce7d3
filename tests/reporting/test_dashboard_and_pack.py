"""A dashboard judges from columns, a pack from objects: both count and choose the same."""

import pytest
from django.utils import timezone

from boards.models import Board
from councils.models import Council
from councils.tenancy import council_context
from reporting.summaries import board_dashboard, board_summary
from reporting.summaries.shapes import worst_first
from strategies.models import ReportingPeriod
from strategies.selected_quarter import selected_quarter


@pytest.mark.parametrize("slug", ["portsmouth", "cambridgeshire", "northmere"])
def test_a_dashboard_and_a_pack_say_the_same(demonstration, slug):
    council = Council.objects.get(slug=slug)
    with council_context(council.id):
        today = council.today(timezone.now())
        labels = list(ReportingPeriod.objects.begun_by(today).values_list("label", flat=True))
        boards = [None, *Board.objects.in_order()]
        assert labels and len(boards) > 1
        for label in labels:
            selected = selected_quarter(label, today=today)
            for board in boards:
                summary = board_summary(council, board, selected, today=today)
                dashboard = board_dashboard(council, board, selected, today=today)
                assert said_by(dashboard) == expected_of(summary), (label, board)


def said_by(dashboard):
    head = (dashboard.counts, dashboard.strands, dashboard.overdue, dashboard.indicators)
    return (*head, dashboard.has_sample, [(shown.total, list(shown)) for shown in dashboard.every])


def expected_of(summary):
    lists = [
        worst_first(summary.disagreements),
        summary.exceptions,
        sorted(summary.slipped, key=lambda line: -line.slipped_days),
        worst_first(summary.silent),
        summary.unowned,
        worst_first(summary.worse),
        summary.better,
    ]
    shown = [(len(lines), list(lines)[: 8 if at == 1 else 5]) for at, lines in enumerate(lists)]
    head = (summary.counts, summary.strands, len(summary.overdue), len(summary.indicators))
    return (*head, summary.has_sample, shown)
