"""Who calls the API, found out before any council's transaction opens."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from core.middleware import GetResponse
from core.problems import is_api, problem_response
from councils.log import security_events

from .keys import KeyProblem, client_of_key


class ApiKeyMiddleware:
    """Checks an API key before any council context opens; the council's transaction then runs for its owner."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.api_client = None
        header = request.headers.get("Authorization", "")
        if is_api(request) and header:
            try:
                request.api_client = client_of_key(header, now=timezone.now())
            except KeyProblem as problem:
                security_events.record_refused_key(request, why=str(problem))
                return problem_response(request, 401, "Unauthorized", str(problem))
        return self.get_response(request)
