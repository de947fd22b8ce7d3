"""Follow a request into the tasks that it queues, so that one id is found in the logs of web server and workers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery.signals import before_task_publish

from .logs import current_request, lines_say

HEADER = "sendplan_request"
CAUSED = "/task"
"""Ends the id of what a task does. An act of a person has the id without it, so Undo never takes the two for one."""

LONGEST = 64


@before_task_publish.connect(dispatch_uid="follow-requests")
def pass_on(headers: dict[str, Any] | None = None, **kwargs: Any) -> None:
    """Give the message of a task the id of the request, or of the task, that queues it."""
    if headers is not None and (request := current_request()):
        headers[HEADER] = request


def id_of(task: Any) -> str:
    """Id for what this task does: that of the request that caused it, else its own."""
    passed_on = getattr(task.request, HEADER, None) or (task.request.headers or {}).get(HEADER)
    cause = passed_on or task.request.id or ""
    return f"{cause.removesuffix(CAUSED)[: LONGEST - len(CAUSED)]}{CAUSED}" if cause else ""


@contextmanager
def lines_say_task(task: Any, **facts: object) -> Iterator[None]:
    """Say in each line which task logs it, and which request caused it."""
    with lines_say(request=id_of(task), by=f"task:{task.name}", **facts):
        yield
