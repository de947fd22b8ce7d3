"""Example arguments of every task, besides the council's id. Add a line for each new task, or test_tasks.py fails."""

from typing import Any

from packs.models import Pack
from plan_files.models import PlanImport

TASKS: dict[str, dict[str, Any]] = {
    "api.jobs.forget_answers_of": {},
    "evidence.jobs.forget_removed_files_of": {},
    "packs.tasks.check_deliveries": {},
    "packs.tasks.render_pack": {"pack_id": Pack},
    "packs.tasks.send_pack": {"pack_id": Pack},
    "packs.jobs.visit_council": {},
    "packs.tasks.sweep_council": {},
    "reminders.jobs.visit_council": {},
    "webhooks.jobs.visit_council": {},
    "strategies.jobs.make_quarters_of": {},
    "plan_files.tasks.print_plan": {"key": "0" * 64},
    "plan_files.tasks.read_plan": {"public_id": (PlanImport, "public_id")},
}
"""Arguments by task name. A model means the id of the other council's row, a pair its attribute as text."""

DIRECTORY_TASKS: dict[str, dict[str, str]] = {
    "api.jobs.forget_answers": {},
    "councils.accounts.tasks.send_password_links": {"email": "nobody@example.org"},
    "councils.jobs.forget_ended_sessions": {},
    "evidence.jobs.forget_removed_files": {},
    "packs.jobs.check_due_moments": {},
    "packs.jobs.sweep": {},
    "plan_files.jobs.sweep": {},
    "reminders.jobs.sweep": {},
    "strategies.jobs.make_quarters": {},
    "webhooks.jobs.sweep": {},
}
"""Tasks without a council, with their arguments. They may only use directory tables and queue other tasks."""

WAKES_COUNCILS = {
    "api.jobs.forget_answers",
    "evidence.jobs.forget_removed_files",
    "packs.jobs.sweep",
    "strategies.jobs.make_quarters",
}
"""The directory tasks that queue a task for each council, or each in which something is due, as in the examples."""
