"""Health checks: `healthz` (the process is alive) and `readyz` (it can serve)."""

from __future__ import annotations

from celery import current_app
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from core.words import count_words

from .tenancy.start_checks import may_bypass_wall

BROKER_SECONDS = 2


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """200 if the process responds. Checks nothing else."""
    return HttpResponse("alive", content_type="text/plain")


@require_safe
@never_cache
@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """200 if pages and tasks can be served, else 503 with each reason in words."""
    problems = [*_database_problems(), *_broker_problems()]
    if problems:
        return JsonResponse({"status": "not ready", "problems": problems}, status=503)
    return HttpResponse("ready", content_type="text/plain")


def _database_problems() -> list[str]:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        bypassing = may_bypass_wall()
    except DatabaseError:
        return ["The database cannot be reached."]
    problems = []
    if waiting:
        problems.append(f"{count_words(len(waiting), 'migration')} not applied. Run “migrate”.")
    if bypassing:
        problems.append("The database role can bypass row-level security between councils.")
    return problems


def _broker_problems() -> list[str]:
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=BROKER_SECONDS)
    except OperationalError:
        return ["The queue cannot be reached."]
    return []
