from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from boards.models import Board
from core.periods import Period, Quarter
from deliverables.models import Assignment, Deliverable, DuePoint, ProgressUpdate
from indicators.models import ExpectedEffect, Indicator, Reading, Target, Trajectory, TrajectoryPoint
from strategies.models import KeyOutcome, ReportingPeriod, Strand, Strategy
from strategies.quarter_rules import default_cut_off


class BoardFactory(DjangoModelFactory):
    class Meta:
        model = Board

    slug = factory.Sequence(lambda n: f"board-{n}")
    name = factory.Sequence(lambda n: f"Board {n}")
    kind = "board"


class StrategyFactory(DjangoModelFactory):
    class Meta:
        model = Strategy

    slug = factory.Sequence(lambda n: f"strategy-{n}")
    title = factory.Sequence(lambda n: f"Strategy {n}")
    kind = "strategy"
    starts_on = date(2016, 4, 1)
    ends_on = date(2019, 3, 31)
    delivery_starts_on = date(2013, 4, 1)


class StrandFactory(DjangoModelFactory):
    class Meta:
        model = Strand

    strategy = factory.SubFactory(StrategyFactory)
    code = factory.Sequence(lambda n: f"S{n}")
    title = factory.Sequence(lambda n: f"Strand {n}")
    position = factory.Sequence(int)


class PeriodFactory(DjangoModelFactory):
    """One quarter: `PeriodFactory(label="2016-17-Q1")`."""

    class Meta:
        model = ReportingPeriod
        django_get_or_create = ("label",)

    label = "2016-17-Q1"
    starts_on = factory.LazyAttribute(lambda period: Quarter.parse(period.label).starts_on)
    ends_on = factory.LazyAttribute(lambda period: Quarter.parse(period.label).ends_on)
    cut_off_on = factory.LazyAttribute(lambda period: default_cut_off(Quarter.parse(period.label)))


class DeliverableFactory(DjangoModelFactory):
    class Meta:
        model = Deliverable

    strand = factory.SubFactory(StrandFactory)
    strategy = factory.SelfAttribute("strand.strategy")
    position = factory.Sequence(lambda n: n + 1)
    number = factory.LazyAttribute(lambda deliverable: str(deliverable.position))
    title = factory.Sequence(lambda n: f"Deliverable {n}")


class DuePointFactory(DjangoModelFactory):
    class Meta:
        model = DuePoint

    deliverable = factory.SubFactory(DeliverableFactory)
    position = 1
    due_on = date(2016, 9, 30)
    precision = "month"
    original_due_on = factory.SelfAttribute("due_on")


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    deliverable = factory.SubFactory(DeliverableFactory)
    role = "lead"
    state = "to_identify"
    position = 1


class ProgressUpdateFactory(DjangoModelFactory):
    class Meta:
        model = ProgressUpdate

    deliverable = factory.SubFactory(DeliverableFactory)
    period = factory.SubFactory(PeriodFactory)
    quarter_starts_on = factory.SelfAttribute("period.starts_on")
    rag = "green"
    narrative = "On course."
    reason = factory.LazyAttribute(
        lambda update: "A venue fell through." if update.rag in ("red", "amber") else ""
    )
    path_to_green = factory.LazyAttribute(
        lambda update: "Book another." if update.rag in ("red", "amber") else ""
    )
    forecast_on = factory.LazyAttribute(
        lambda update: date(2016, 9, 30) if update.rag in ("red", "amber") else None
    )
    recorded_at = datetime(2016, 7, 1, 12, tzinfo=UTC)
    recorded_on = factory.LazyAttribute(lambda update: update.recorded_at.date())
    by_name = "Demo Officer"


class KeyOutcomeFactory(DjangoModelFactory):
    class Meta:
        model = KeyOutcome

    strategy = factory.SubFactory(StrategyFactory)
    number = "1"
    title = "Inclusion"


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    strategy = factory.SubFactory(StrategyFactory)
    set = "secondary"
    position = factory.Sequence(lambda n: n + 1)
    label = factory.LazyAttribute(lambda indicator: str(indicator.position))
    title = factory.Sequence(lambda n: f"Indicator {n}")
    kind = "quantitative"
    unit = "percent"


class ReadingFactory(DjangoModelFactory):
    class Meta:
        model = Reading

    indicator = factory.SubFactory(IndicatorFactory)
    period = "2016-17-Q1"
    ends_on = factory.LazyAttribute(lambda reading: Period.parse(reading.period).ends_on)
    value = 50


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = Target

    indicator = factory.SubFactory(IndicatorFactory)
    period = "2017-03-31"
    ends_on = factory.LazyAttribute(lambda target: Period.parse(target.period).ends_on)
    value = 60


class TrajectoryFactory(DjangoModelFactory):
    """The main trajectory of an indicator, from 50% on 31 March 2016."""

    class Meta:
        model = Trajectory

    indicator = factory.SubFactory(IndicatorFactory)
    name = "Expected course"
    is_main = True
    baseline_value = 50
    baseline_on = date(2016, 3, 31)
    baseline_method = "The census of January 2016"


class TrajectoryPointFactory(DjangoModelFactory):
    class Meta:
        model = TrajectoryPoint

    trajectory = factory.SubFactory(TrajectoryFactory)
    expected_on = date(2017, 3, 31)


class ExpectedEffectFactory(DjangoModelFactory):
    """An effect of 5 upwards by 30 June 2016."""

    class Meta:
        model = ExpectedEffect

    deliverable = factory.SubFactory(DeliverableFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    direction = "up"
    size = 5
    horizon_on = date(2016, 6, 30)
