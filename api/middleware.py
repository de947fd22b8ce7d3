"""Middleware that checks API keys."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from core.middleware import GetResponse
from core.problems import is_api, problem_response
from councils.log import security_events

from .keys import KeyProblem, client_of_key


class ApiKeyMiddleware:
    """Check the API key before the council's context opens, and set `request.api_client`."""

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
