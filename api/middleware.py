"""Middleware that checks API keys and tokens, and how often they are used."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from core.middleware import GetResponse
from core.problems import is_api, problem_response
from councils.log import security_events

from .keys import KeyProblem
from .rates import count_request
from .tokens import client_of_header

TOKENS = "/api/v1/token"
"""Here the header, if there is one, has a client's id and secret. The view checks them."""


class ApiKeyMiddleware:
    """Check the API key or token before the council's context opens, and set `request.api_client`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.api_client = None
        header = request.headers.get("Authorization", "")
        if not is_api(request) or not header or request.path_info == TOKENS:
            return self.get_response(request)
        try:
            request.api_client = client_of_header(
                header, now=timezone.now(), address=security_events.ip_address_of(request)
            )
        except KeyProblem as problem:
            security_events.record_refused_key(request, why=str(problem))
            return problem_response(request, problem.status, problem.title, str(problem))
        rate = count_request(request.api_client)
        if rate.is_exceeded:
            response = problem_response(
                request, 429, "Too many requests", rate.words(), retry_after=rate.wait
            )
        else:
            response = self.get_response(request)
        for name, value in rate.headers().items():
            response[name] = value
        return response
