"""Example arguments of every task, beside the council's id. A new task needs a line here before the crawl passes."""

from typing import Any

from packs.models import Pack

TASKS: dict[str, dict[str, Any]] = {
    "packs.tasks.render_pack": {"pack_id": Pack},
    "packs.tasks.send_pack": {"pack_id": Pack},
    "packs.tasks.sweep_council": {},
}
"""By name; a model stands for the id of the other council's row."""

DIRECTORY_TASKS = {"councils.jobs.forget_ended_sessions", "packs.jobs.sweep"}
"""Tasks of no council: they may only touch directory tables and queue others."""

WAKES_EVERY_COUNCIL = {"packs.jobs.sweep"}
"""Those of them that queue one task for each council."""
