"""Base class of Celery tasks, which run in the context of one council."""

from __future__ import annotations

from typing import Any

from celery import Task
from django.core.exceptions import ImproperlyConfigured

from core.followed_tasks import lines_say_task

from . import council_context


class CouncilTask(Task):  # type: ignore[type-arg]
    """Task that takes `council_id` and runs in one transaction of that council.

    `directory = True`: the task belongs to no council and may only use directory tables.
    `short_context = True`: the task takes `council_id` and opens short contexts itself, because it renders or uses the
    network and must not hold a transaction during that time.
    """

    abstract = True
    directory = False
    short_context = False

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with lines_say_task(self, council=kwargs.get("council_id")):
            return self._run(*args, **kwargs)

    def _run(self, *args: Any, **kwargs: Any) -> Any:
        """Call `run` and not Celery's `__call__`, which hides the worker's request: its id, headers and retries."""
        if self.directory:
            return self.run(*args, **kwargs)
        if not isinstance(kwargs.get("council_id"), int):
            raise ImproperlyConfigured(f"{self.name} must be given council_id as a keyword.")
        if self.short_context:
            return self.run(*args, **kwargs)
        with council_context(kwargs["council_id"], actor=f"task:{self.name}"):
            return self.run(*args, **kwargs)
