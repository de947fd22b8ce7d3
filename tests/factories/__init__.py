"""Factories for rows. Use them inside a council context. Set what matters to the test. They fill in the rest."""

from .councils import CouncilFactory, MembershipFactory, OrganisationFactory, PersonFactory, UserFactory
from .plan import (
    AssignmentFactory,
    BoardFactory,
    DeliverableFactory,
    DuePointFactory,
    IndicatorFactory,
    KeyOutcomeFactory,
    PeriodFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    StrandFactory,
    StrategyFactory,
    TargetFactory,
)

__all__ = [
    "AssignmentFactory",
    "BoardFactory",
    "CouncilFactory",
    "DeliverableFactory",
    "DuePointFactory",
    "IndicatorFactory",
    "KeyOutcomeFactory",
    "MembershipFactory",
    "OrganisationFactory",
    "PeriodFactory",
    "PersonFactory",
    "ProgressUpdateFactory",
    "ReadingFactory",
    "StrandFactory",
    "StrategyFactory",
    "TargetFactory",
    "UserFactory",
]
