"""Targets of a mutation run: files to change, tests to use, and names that the domain's mutants look for."""

TARGETS = (
    "core/contrast.py",
    "core/overall_rag.py",
    "core/periods.py",
    "core/rag.py",
    "councils/actors.py",
    "councils/accounts/actions/*.py",
    "councils/accounts/views/*.py",
    "councils/branding/actions.py",
    "councils/branding/colours.py",
    "councils/geography/actions.py",
    "councils/importers.py",
    "councils/log/dependents.py",
    "councils/log/undo.py",
    "councils/log/undo_rules.py",
    "councils/log/versions.py",
    "councils/people/access.py",
    "councils/people/actions/*.py",
    "councils/people/moving.py",
    "councils/people/views/*.py",
    "councils/permissions.py",
    "councils/tenancy/context.py",
    "councils/tenancy/rows.py",
    "councils/tenancy/tasks.py",
    "api/views.py",
    "boards/access.py",
    "boards/actions/*.py",
    "boards/views/*.py",
    "strategies/access.py",
    "strategies/actions/*.py",
    "strategies/quarter_actions.py",
    "strategies/quarter_rules.py",
    "strategies/quarter_views.py",
    "strategies/views/*.py",
    "deliverables/access.py",
    "deliverables/actions/*.py",
    "deliverables/rules/*.py",
    "deliverables/views/*.py",
    "indicators/access.py",
    "indicators/rules/*.py",
    "indicators/rules/*/*.py",
    "indicators/actions/*.py",
    "indicators/views/*.py",
    "evidence/access.py",
    "evidence/rules/*.py",
    "evidence/actions/*.py",
    "evidence/views/*.py",
    "evidence/bundle/*.py",
    "evidence/inspection.py",
    "risks/access.py",
    "risks/rules/*.py",
    "risks/actions.py",
    "risks/views/*.py",
    "money/access.py",
    "money/rules.py",
    "money/actions.py",
    "money/views.py",
    "assessments/access.py",
    "assessments/actions/*.py",
    "assessments/rules.py",
    "assessments/views/*.py",
    "returns/access.py",
    "returns/actions/*.py",
    "returns/rules.py",
    "returns/views/*.py",
    "minutes/access.py",
    "minutes/actions/*.py",
    "minutes/rules.py",
    "minutes/views/*.py",
    "plan_templates/actions.py",
    "plan_templates/rules.py",
    "plan_templates/views.py",
    "reporting/views/*.py",
    "history/views.py",
    "calendars/access.py",
    "calendars/actions.py",
    "calendars/days.py",
    "calendars/feed.py",
    "calendars/icalendar_file.py",
    "calendars/rules.py",
    "calendars/views.py",
    "reminders/access.py",
    "reminders/actions.py",
    "reminders/emails.py",
    "reminders/jobs.py",
    "reminders/link_page.py",
    "reminders/rules.py",
    "reminders/sending.py",
    "reminders/summaries.py",
    "packs/access.py",
    "packs/actions/*.py",
    "packs/cycle_reading.py",
    "packs/cycle_rules.py",
    "packs/cycle_views.py",
    "packs/due_moments.py",
    "packs/jobs.py",
    "packs/lease_renewal.py",
    "packs/rendering.py",
    "packs/sending.py",
    "packs/retries.py",
    "packs/states.py",
    "packs/releasing.py",
    "packs/views.py",
    "plan_versions/access.py",
    "plan_versions/actions/*.py",
    "plan_versions/frozen/*.py",
    "plan_versions/rules.py",
    "plan_versions/views/*.py",
)
"""Globs from the root of the repository. A glob without a match is an error, so that moved files are noticed."""

ONLY_PERMISSIONS = ("*/views/*.py", "*/views.py", "*/quarter_views.py")
"""Files in which only permission checks and filters are changed. Mutants do not change how a page looks."""

NOT_USED = ("tests/journeys", "tests/dev", "tests/contracts/test_pooling.py", "tests/mutation")
"""Tests that start their own processes, which would not contain the mutant."""

NOT_USED_MARKS = "not browser and not crawl and not kills"
WARM = ("cast", "published_plans", "demonstration")
"""Fixtures that use session fixtures. A worker sets these up once, before there is a mutant."""
NOT_FRESH = {"published_plans", "demonstration", "served_demonstration"}
"""Fixtures whose databases a second process would drop under the worker."""

PERMISSION_CALLS = {"require", "can", "require_in", "require_change", "check_permission"}
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
"""Calls of which each keyword argument is dropped in turn."""
HARMLESS = {"debug", "info", "warning", "exception", "error"}
"""Logger calls. No test has to notice them."""
DECORATORS_KEPT = {
    "property",
    "classmethod",
    "staticmethod",
    "dataclass",
    "contextmanager",
    "wraps",
    "shared_task",
}
