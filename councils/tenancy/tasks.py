"""The base of every task: it runs for one council, inside that council's context."""

from __future__ import annotations

from typing import Any

from celery import Task
from django.core.exceptions import ImproperlyConfigured

from . import council_context


class CouncilTask(Task):  # type: ignore[type-arg]
    """A task takes `council_id` and runs in one transaction of that council.

    `directory = True` declares a task that belongs to no council and may touch directory tables alone.
    `short_context = True` declares one that opens the context itself, in pieces, because it renders or talks to a
    network and must not hold a transaction meanwhile; it still takes `council_id`.
    """

    abstract = True
    directory = False
    short_context = False

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self.directory:
            return super().__call__(*args, **kwargs)
        if not isinstance(kwargs.get("council_id"), int):
            raise ImproperlyConfigured(f"{self.name} must be given council_id as a keyword.")
        if self.short_context:
            return super().__call__(*args, **kwargs)
        with council_context(kwargs["council_id"], actor=f"task:{self.name}"):
            return super().__call__(*args, **kwargs)
