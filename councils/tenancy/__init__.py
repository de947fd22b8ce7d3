"""The wall between councils: the transaction that one council's work runs in, and the rows that belong to it.

`context` opens the transaction, `rows` has the base classes, `wall` is what the database enforces, `owner` gives the
database roles their rights, `isolation_checks` reads all of it back, `start_checks` refuses an unsafe start.
"""

from .context import (
    CouncilContext,
    NoCouncil,
    OtherCouncil,
    council_context,
    current_context,
    current_council_id,
    recorded,
)
from .rows import (
    CouncilForeignKey,
    CouncilManager,
    CouncilModel,
    CouncilQuerySet,
    ListedModel,
    council_manager,
)

__all__ = [
    "CouncilContext",
    "CouncilForeignKey",
    "CouncilManager",
    "CouncilModel",
    "CouncilQuerySet",
    "ListedModel",
    "NoCouncil",
    "OtherCouncil",
    "council_context",
    "council_manager",
    "current_context",
    "current_council_id",
    "recorded",
]
