"""The dashboard's two lists of promised effects that do not show: delivery green and impact flat, and none seen."""

from datetime import date

import pytest
from django.urls import reverse

from councils.permissions import Role
from councils.tenancy import council_context
from strategies.models import Oversight
from tests.factories import (
    BoardFactory,
    DeliverableFactory,
    ExpectedEffectFactory,
    IndicatorFactory,
    PeriodFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    StrandFactory,
    TrajectoryFactory,
    TrajectoryPointFactory,
)
from tests.pages import FRAME, main_text_of

FLAT, UNSEEN = "Delivery green, impact flat", "Effect promised, none seen"


def planned(strand, title, *, value, rag="green", nothing=50, **trajectory):
    """An indicator whose baseline is 50%, with an effect of +5 by 30 June 2016 and a figure for that quarter."""
    row = IndicatorFactory(strategy=strand.strategy, title=title, label="")
    course = TrajectoryFactory(indicator=row, tolerance=1, **trajectory)
    TrajectoryPointFactory(trajectory=course, do_nothing=nothing)
    effect = ExpectedEffectFactory(deliverable=DeliverableFactory(strand=strand), indicator=row)
    ProgressUpdateFactory(deliverable=effect.deliverable, rag=rag)
    ReadingFactory(indicator=row, period="2016-17-Q1", value=value)
    return row


@pytest.fixture
def strand(cast):
    with council_context(cast.council.id):
        PeriodFactory(label="2016-17-Q1")
        return StrandFactory(code="B")


def lists_on(cast, address="reporting:dashboard", **arguments):
    """What the dashboard says under each of the two headings."""
    response = cast.client(Role.READER).get(
        reverse(address, kwargs={"council": cast.council.slug, **arguments})
    )
    said = main_text_of(response)
    if "Promised effects" not in said:
        return None
    panel = said.partition("Promised effects")[2].partition("Still to resolve")[0]
    flat, _, unseen = panel.partition(UNSEEN)
    return flat, unseen


def test_planted_cases_are_on_the_lists_with_a_reason_and_a_link(cast, strand):
    with council_context(cast.council.id):
        planned(strand, "Green and flat", value=51, nothing=50)
        planned(strand, "Amber and flat", value=51, rag="amber")
        planned(strand, "None seen", value=49, rag="amber")
        planned(strand, "Both", value=48)
        planned(strand, "Seen", value=56)
        planned(strand, "Closed", value=48, closed_on=date(2016, 6, 30), outcome="It did not work.")
        planned(strand, "Scenario only", value=48, is_main=False)
        not_due = planned(strand, "Not yet due", value=48)
        not_due.expected_effects.update(horizon_on=date(2016, 9, 30))
    flat, unseen = lists_on(cast)
    names = ("Green and flat", "Amber and flat", "None seen", "Both", "Seen", "Closed", "Scenario", "Not yet")
    assert [name for name in names if f"{name} " in flat] == ["Green and flat", "Both"]
    assert [name for name in names if f"{name} " in unseen] == ["None seen", "Both"]
    assert "51% for Q1 2016–17 is 1 percentage point above the baseline of 50%" in flat


def test_nothing_is_shown_without_a_trajectory_and_one_line_if_all_is_well(cast, strand):
    with council_context(cast.council.id):
        row = IndicatorFactory(strategy=strand.strategy)
        ExpectedEffectFactory(deliverable=DeliverableFactory(strand=strand), indicator=row)
        ReadingFactory(indicator=row, value=10)
    assert lists_on(cast) is None
    with council_context(cast.council.id):
        planned(strand, "Seen", value=56)
    assert "No indicator lacks an effect that was due. 1 has a trajectory." in lists_on(cast)[0]


def test_what_was_recorded_after_the_quarter_does_not_count(cast, strand):
    with council_context(cast.council.id):
        row = planned(strand, "Later", value=50)
        ReadingFactory(indicator=row, period="2016-17-Q2", value=60)
    assert "Later" in lists_on(cast)[0]


def test_a_board_sees_the_indicators_that_it_oversees(cast, strand):
    with council_context(cast.council.id):
        other = StrandFactory(strategy=strand.strategy, code="C")
        board = BoardFactory(slug="group")
        Oversight.objects.create(board=board, strategy=strand.strategy, strand=strand)
        own = planned(strand, "Own", value=48)
        planned(other, "Elsewhere", value=48)
        # Its own indicator is also moved by a deliverable that another board oversees, which is not green.
        shared = ExpectedEffectFactory(deliverable=DeliverableFactory(strand=other), indicator=own)
        ProgressUpdateFactory(deliverable=shared.deliverable, rag="red")
    flat, unseen = lists_on(cast, "reporting:board", slug="group")
    assert "Own" in unseen and "Own" not in flat
    assert "Elsewhere" not in flat + unseen


@pytest.mark.parametrize("number", [1, 8])
def test_queries_do_not_grow(cast, strand, number, django_assert_max_num_queries):
    with council_context(cast.council.id):
        for at in range(number):
            planned(strand, f"Indicator {at}", value=48)
        Oversight.objects.create(board=BoardFactory(slug="group"), strategy=strand.strategy, strand=strand)
    client = cast.client()
    with django_assert_max_num_queries(FRAME + 22):
        response = client.get(
            reverse("reporting:board", kwargs={"council": cast.council.slug, "slug": "group"})
        )
    assert ("The first 5 of 8." in main_text_of(response)) is (number == 8)
