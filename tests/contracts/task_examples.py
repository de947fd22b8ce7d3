"""Example arguments of every task, beside the council's id. A new task needs a line here before the crawl passes."""

from typing import Any

from reporting.models import Pack

TASKS: dict[str, dict[str, Any]] = {
    "reporting.tasks.render_pack": {"pack_id": Pack},
    "reporting.tasks.send_pack": {"pack_id": Pack},
    "reporting.tasks.sweep_council": {},
}
"""By name; a model stands for the id of the other council's row."""

DIRECTORY_TASKS = {"reporting.jobs.sweep"}
"""Tasks of no council: they may only read directory tables and queue others."""
