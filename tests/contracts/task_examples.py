"""Example arguments of every task, besides the council's id. Add a line for each new task, or test_tasks.py fails."""

from typing import Any

from packs.models import Pack

TASKS: dict[str, dict[str, Any]] = {
    "packs.tasks.render_pack": {"pack_id": Pack},
    "packs.tasks.send_pack": {"pack_id": Pack},
    "packs.tasks.sweep_council": {},
}
"""Arguments by task name. A model means the id of the other council's row."""

DIRECTORY_TASKS = {"councils.jobs.forget_ended_sessions", "packs.jobs.check_due_moments", "packs.jobs.sweep"}
"""Tasks without a council. They may only use directory tables and queue other tasks."""

WAKES_COUNCILS = {"packs.jobs.sweep"}
"""The directory tasks that queue a task for each council in which something is due, as it is in the examples."""
