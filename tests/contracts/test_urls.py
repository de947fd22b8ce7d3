"""Crawl every URL × method × role with ids of another council. Nothing of that council is shown or changed."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from api.keys import issue_key
from councils.models import Membership
from councils.permissions import Role, Scope
from tests.contracts.sides import CANARY, Side
from tests.contracts.url_examples import COUNCIL_ADDRESSES, DIRECTORY_ADDRESSES, Example
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
READING = ("GET", "HEAD")
PARTS = 4
in_parts = pytest.mark.parametrize("part", range(PARTS))
"""Split the longest crawls into `PARTS` tests, each with every `PARTS`th URL, so that all cores have work."""
WITHOUT_HEAD = tuple(method for method in METHODS if method != "HEAD")


def every_route(resolver: Any, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from every_route(pattern, route)


def test_every_address_has_its_example():
    routes = set(every_route(get_resolver()))
    assert routes == COUNCIL_ADDRESSES.keys() | DIRECTORY_ADDRESSES.keys()
    assert {route for route in routes if "council>" in route} == set(COUNCIL_ADDRESSES)


def dealt(part: int) -> list[tuple[str, Example]]:
    """URLs of one part of a crawl."""
    return list(COUNCIL_ADDRESSES.items())[part::PARTS]


def path_of(side: Side, route: str, *, slug: str = "") -> str:
    """Path of the route with this council's ids. `slug` may be that of another council."""
    arguments = COUNCIL_ADDRESSES[route].arguments
    values = {name: side.value(argument) for name, argument in arguments.items()}
    return filled(route, values | {"council": slug or side.council.slug})


def body_of(side: Side, route: str) -> dict[str, Any]:
    return {name: side.value(argument) for name, argument in COUNCIL_ADDRESSES[route].body.items()}


def filled(route: str, values: dict[str, Any]) -> str:
    route = (
        re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route)
        .replace(r"^[\s\S]*$", "nowhere")
        .replace("^", "")
        .replace("$", "")
    )
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(values[match[1]]), route)


@pytest.fixture
def north():
    side = Side.make("north")
    for role in Role:
        member = MembershipFactory(council=side.council, role=role, user__name=f"{role} of north")
        side.clients[role.value] = signed_in(member)
        if role == Role.ADMINISTRATOR:
            side.give_address(member)
    for scopes in ([Scope.READ], list(Scope)):
        _, key = issue_key(
            council=side.council, name="key", scopes=list(scopes), days=None, now=timezone.now()
        )
        side.clients[f"key for {', '.join(scopes)}"] = Client(headers={"Authorization": f"Bearer {key}"})
    return side


@pytest.fixture
def south():
    return Side.make("south")


def signed_in(member: Membership) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


@contextmanager
def undone() -> Iterator[None]:
    """Roll back what a request writes, so that the next one starts from the same rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client: Client, method: str, path: str, body: dict[str, Any], *, api: bool) -> Any:
    client.raise_request_exception = False
    with undone():
        if method == "POST" and not api:
            return client.post(path, body)
        if method in READING:
            return client.generic(method, path)
        return client.generic(method, path, json.dumps(body), content_type="application/json")


def everything(response: Any) -> str:
    """Everything in the response: headers, cookies and body."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{dict(response.items())} {response.cookies} {body.decode(errors='replace')}"


def is_api(route: str) -> bool:
    return route.startswith("api/")


def refused(response: Any, route: str, *allowed: int) -> bool:
    """Whether a response is a refusal of the right type: problem details from the API, else a page."""
    right_form = not is_api(route) or response.headers["Content-Type"] == "application/problem+json"
    return response.status_code in allowed and right_form


@in_parts
def test_another_council_does_not_exist(north, south, part):
    """Members and keys of north request south's URLs."""
    faults, before = [], south.last_change()
    for route, _ in dealt(part):
        path, body = path_of(south, route), body_of(south, route)
        for name, client in north.clients.items():
            if name.startswith("key") and not is_api(route):
                continue
            for method in METHODS:
                response = ask(client, method, path, body, api=is_api(route))
                if not refused(response, route, 404) or CANARY["south"] in everything(response):
                    faults.append(f"{name} {method} {path}: {response.status_code}")
    assert not faults, "\n".join(faults)
    assert south.last_change() == before


def test_a_stranger_is_asked_who_they_are(south):
    faults = []
    for route in COUNCIL_ADDRESSES:
        path, body = path_of(south, route), body_of(south, route)
        for name, client in {
            "nobody": Client(),
            "wrong key": Client(headers={"Authorization": "Bearer send_000000000000_wrong"}),
        }.items():
            for method in METHODS:
                response = ask(client, method, path, body, api=is_api(route))
                if method not in READING and response.status_code == 405:
                    right = True  # methods that no one may use are refused before sign-in
                elif is_api(route):
                    right = refused(response, route, 401)
                else:
                    right = response.status_code == 302 and is_login(response)
                if not right or CANARY["south"] in everything(response):
                    faults.append(f"{name} {method} {path}: {response.status_code}")
    assert not faults, "\n".join(faults)


LEAD_BACK = (
    *("bring-back/", "inspection/bundle.zip", "versions/compare.csv"),
    "packs/<slug:slug>/<str:quarter>/",
)
"""Addresses that lead to a page, as the newest edition does, or back to one: nothing to bring back or to compare."""
COUNTED = "changes/<int:id>"
SHARED = ("quarters/<str:label>/", "plan-templates/<slug:template>/")
"""Addresses by numbers, by quarters and by templates, which every council has. They show the council's own rows."""


@in_parts
def test_ids_of_another_council_lead_nowhere(north, south, part):
    """Members and keys of north request their own URLs with south's ids in path and body."""
    faults, before = [], south.last_change()
    for route, example in dealt(part):
        if not (example.arguments or example.body):
            continue
        path, body = path_of(south, route, slug="north"), body_of(south, route)
        for name, client in north.clients.items():
            for method in METHODS:
                response = ask(client, method, path, body, api=is_api(route))
                in_path = (
                    bool(example.arguments)
                    and not route.endswith(COUNTED)
                    and not any(each in route for each in SHARED)
                )
                allowed = (
                    response.status_code in (302, 401, 403, 404, 405)
                    if in_path
                    else response.status_code < 500
                )
                found = in_path and response.status_code == 302 and not is_login(response)
                if not allowed or found or CANARY["south"] in everything(response):
                    faults.append(f"{name} {method} {path}: {response.status_code}")
    assert not faults, "\n".join(faults)
    assert south.last_change() == before


def is_login(response: Any) -> bool:
    return response["Location"].startswith("/accounts/login/")


@in_parts
def test_ones_own_council_is_there_and_nothing_else(north, south, part):
    """Control: the same URLs with one's own ids succeed, show one's own canary and never the other's."""
    faults, before = [], south.last_change()
    for route, example in dealt(part):
        path, body = path_of(north, route), body_of(north, route)
        for name, client in north.clients.items():
            for method in METHODS if name == "administrator" else WITHOUT_HEAD:
                response = ask(client, method, path, body, api=is_api(route))
                said = everything(response)
                if response.status_code >= 500 or CANARY["south"] in said or "south council" in said:
                    faults.append(f"{name} {method} {path}: {response.status_code}")
        reader = north.clients["administrator"]
        response = ask(reader, "GET", path, {}, api=is_api(route))
        answers = response.status_code in (200, 202) and (
            not example.canary or CANARY["north"] in everything(response)
        )
        if (
            not answers
            and response.status_code != 405
            and not (response.status_code == 302 and route.endswith(LEAD_BACK))
        ):
            faults.append(
                f"control {path}: {response.status_code}, canary {CANARY['north'] in everything(response)}"
            )
    assert not faults, "\n".join(faults)
    assert south.last_change() == before


def test_addresses_of_no_council_show_no_councils_data(north, south):
    faults = []
    canaries = (*CANARY.values(), "south council")
    for route, values in DIRECTORY_ADDRESSES.items():
        path = filled(route, values)
        for name, client in {"nobody": Client(), **north.clients}.items():
            for method in METHODS:
                response = ask(client, method, path, {}, api=is_api(route))
                if response.status_code >= 500 or any(word in everything(response) for word in canaries):
                    faults.append(f"{name} {method} {path}: {response.status_code}")
    assert not faults, "\n".join(faults)
