"""Factories for rows. Use them inside a council context. Set what matters to the test. They fill in the rest."""

from .councils import CouncilFactory, MembershipFactory, OrganisationFactory, PersonFactory, UserFactory
from .plan import (
    AssignmentFactory,
    BoardFactory,
    DeliverableFactory,
    DuePointFactory,
    ExpectedEffectFactory,
    IndicatorFactory,
    KeyOutcomeFactory,
    PeriodFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    StrandFactory,
    StrategyFactory,
    TargetFactory,
    TrajectoryFactory,
    TrajectoryPointFactory,
)
from .voice import CommentFactory, SaidAndDidFactory

__all__ = [
    "AssignmentFactory",
    "BoardFactory",
    "CommentFactory",
    "CouncilFactory",
    "DeliverableFactory",
    "DuePointFactory",
    "ExpectedEffectFactory",
    "IndicatorFactory",
    "KeyOutcomeFactory",
    "MembershipFactory",
    "OrganisationFactory",
    "PeriodFactory",
    "PersonFactory",
    "ProgressUpdateFactory",
    "ReadingFactory",
    "SaidAndDidFactory",
    "StrandFactory",
    "StrategyFactory",
    "TargetFactory",
    "TrajectoryFactory",
    "TrajectoryPointFactory",
    "UserFactory",
]
