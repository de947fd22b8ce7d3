"""The wall between councils: row-level security, one transaction per council, and base classes of its models.

`context` opens the transaction, `rows` has the base classes, `lookups` a lookup for many ids, `wall` is what the database enforces, `owner` grants
rights to the database roles, `isolation_checks` checks all of it, `start_checks` prevents an unsafe start.
"""

from .context import (
    CouncilContext,
    NoCouncil,
    OtherCouncil,
    council_context,
    current_context,
    current_council_id,
    forget_in_context,
    kept_in_context,
    own_noun,
    recorded,
    recorded_as_one,
)
from .linked_rows import remove_named, set_linked
from .lookups import Among
from .rows import (
    CouncilForeignKey,
    CouncilManager,
    CouncilModel,
    CouncilQuerySet,
    ListedModel,
    council_manager,
)

__all__ = [
    "Among",
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
    "forget_in_context",
    "kept_in_context",
    "own_noun",
    "recorded",
    "recorded_as_one",
    "remove_named",
    "set_linked",
]
