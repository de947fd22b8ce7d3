"""What a mutation run changes, which tests it may use, and the names that the domain's mutants look for."""

TARGETS = (
    "core/periods.py",
    "core/rag.py",
    "councils/access.py",
    "councils/accounts/actions.py",
    "councils/branding/actions.py",
    "councils/branding/colours.py",
    "councils/importers.py",
    "councils/permissions.py",
    "councils/tenancy/context.py",
    "councils/tenancy/rows.py",
    "councils/tenancy/tasks.py",
    "boards/access.py",
    "strategies/access.py",
    "strategies/actions.py",
    "strategies/rules.py",
    "strategies/views.py",
    "deliverables/access.py",
    "deliverables/actions/*.py",
    "deliverables/rules/*.py",
    "deliverables/views/*.py",
    "indicators/access.py",
    "indicators/rules.py",
    "indicators/views.py",
    "reporting/views/*.py",
    "history/views.py",
    "packs/access.py",
    "packs/actions/*.py",
    "packs/rendering.py",
    "packs/sending.py",
    "packs/states.py",
    "packs/transitions.py",
    "packs/views.py",
)
"""Globs from the root of the repository. A glob that matches nothing is an error, so that a moved file is noticed."""

ONLY_PERMISSIONS = ("*/views/*.py", "*/views.py")
"""Of these files only permission checks and filters are changed: what a page looks like is not judged here."""

NOT_USED = ("tests/journeys", "tests/local", "tests/contracts/test_pooling.py", "tests/mutation")
"""Tests that start processes of their own, which would not see the mutant."""

NOT_USED_MARKS = "not browser and not crawl and not kills"
WARM = ("cast", "published_plans", "demonstration")
"""Fixtures that build on something that lasts a session. A worker makes it once, before there is a mutant."""
NOT_FRESH = {"published_plans", "demonstration", "served_demonstration"}
"""Fixtures whose databases a second process would take away from the worker."""

PERMISSION_CALLS = {"require", "can", "_require_in", "check_permission"}
BLOCKS = {"atomic": "atomic", "recorded": "recorded", "council_context": "context"}
LOCKS = {"select_for_update"}
FILTERS = {"filter", "exclude"}
STORE = {
    "update",
    "move",
    "create",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "save",
    "get",
}
KEYWORDS = STORE | FILTERS | {"recorded", "record", "council_context"}
"""Calls of which each keyword argument is dropped once."""
HARMLESS = {"debug", "info", "warning", "exception", "error"}
"""Calls of a logger: no test has to notice them."""
DECORATORS_KEPT = {
    "property",
    "classmethod",
    "staticmethod",
    "dataclass",
    "contextmanager",
    "wraps",
    "shared_task",
}
