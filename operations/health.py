"""Health checks: may this process serve pages, and does anybody work?

`/healthz`: the web server runs. `/readyz`: it may take traffic. `/healthz/work`: workers and the clock live. A
middleware answers them before anything else looks at the request, so that a load balancer may ask by IP address and
without TLS.
The answers say what does not work and nothing else: no version, address, count or name.
"""

from __future__ import annotations

from celery import current_app
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from kombu.exceptions import OperationalError

from core.middleware import GetResponse
from core.words import count_words
from councils.tenancy.start_checks import may_bypass_wall

from . import heartbeats

BROKER_SECONDS = 2
SAFE = ("GET", "HEAD")


class HealthMiddleware:
    """Answer the three addresses of health checks. Keep it first, below the one that gives requests their id."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = ANSWERS.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        response = answer() if request.method in SAFE else HttpResponseNotAllowed(SAFE)
        response["Cache-Control"] = "no-store"
        return response


def healthz() -> HttpResponse:
    """200 if the process responds. Checks nothing else."""
    return HttpResponse("alive", content_type="text/plain")


def readyz() -> HttpResponse:
    """200 if pages can be served, else 503 with each reason in words."""
    return _answer("ready", [*database_problems(), *queue_problems()])


def work() -> HttpResponse:
    """200 if every queue has a worker and the clock ticks, else 503 with each reason in words."""
    try:
        found = heartbeats.problems()
    except Exception:  # whatever the driver of the cache raises
        found = ["The queue cannot be reached."]
    return _answer("working", found)


ANSWERS = {"/healthz": healthz, "/readyz": readyz, "/healthz/work": work}


def _answer(well: str, problems: list[str]) -> HttpResponse:
    if problems:
        return JsonResponse({"status": f"not {well}", "problems": problems}, status=503)
    return HttpResponse(well, content_type="text/plain")


def database_problems() -> list[str]:
    """Why the database cannot be used now: out of reach, not migrated, or with a role that passes the wall."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        bypassing = may_bypass_wall()
    except DatabaseError:
        return ["The database cannot be reached."]
    finally:
        connection.close_if_unusable_or_obsolete()
    problems = []
    if waiting:
        problems.append(f"{count_words(len(waiting), 'migration')} not applied. Run “migrate”.")
    if bypassing:
        problems.append("The database role can bypass row-level security between councils.")
    return problems


def queue_problems() -> list[str]:
    """Why the queue cannot be used now."""
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=BROKER_SECONDS)
    except OperationalError:
        return ["The queue cannot be reached."]
    return []
