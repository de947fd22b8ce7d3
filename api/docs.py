"""Public documentation of the API: the OpenAPI description, and a page made from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.csrf import csrf_exempt

from core.problems import problem_response

from .conditional import short_hash
from .schema import OPENAPI_FILE

READING = ("GET", "HEAD")


@dataclass(frozen=True)
class Member:
    """Parameter, or member of a JSON object: name, kind of value and description."""

    name: str
    kind: str
    words: SafeString
    is_needed: bool


@dataclass(frozen=True)
class Operation:
    """One operation of the API, for the template."""

    id: str
    method: str
    address: str
    summary: str
    description: SafeString
    parameters: tuple[Member, ...]
    body: tuple[Member, ...]
    answer: tuple[Member, ...]


@csrf_exempt
@login_not_required
def openapi(request: HttpRequest) -> HttpResponse:
    if request.method not in READING:
        return _reading_only(request)
    body, tag = _description()
    unchanged = get_conditional_response(request, etag=tag)
    response = unchanged or HttpResponse(body, content_type="application/json", headers={"ETag": tag})
    response["Cache-Control"] = "public, no-cache"
    return response


@csrf_exempt
@login_not_required
def docs(request: HttpRequest) -> HttpResponse:
    if request.method not in READING:
        return _reading_only(request)
    return render(request, "api/docs.html", {"operations": operations()})


@csrf_exempt
@login_not_required
def no_such_address(request: HttpRequest) -> HttpResponse:
    words = "Address not found. Addresses do not end with a slash. See /api/v1/docs/ for the list."
    return problem_response(request, 404, "Not found", words)


def _reading_only(request: HttpRequest) -> HttpResponse:
    words = f"Method “{request.method}” not allowed."
    response = problem_response(request, 405, "This address does not take that method", words)
    response["Allow"] = ", ".join(READING)
    return response


@cache
def _description() -> tuple[bytes, str]:
    """The committed description and its ETag."""
    body = OPENAPI_FILE.read_bytes()
    return body, f'"{short_hash(body)}"'


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation in the committed description."""
    document = orjson.loads(_description()[0])
    return tuple(_operations(document))


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    shapes = document["components"]["schemas"]
    for address, methods in document["paths"].items():
        for method, operation in methods.items():
            good = next(answer for code, answer in operation["responses"].items() if code < "300")
            yield Operation(
                id=operation["operationId"],
                method=method.upper(),
                address=address,
                summary=operation["summary"],
                description=_words(operation.get("description", "")),
                parameters=tuple(_parameter(each) for each in operation.get("parameters", [])),
                body=_members(operation.get("requestBody", {}), shapes, is_sent=True),
                answer=_members(good, shapes),
            )


def _parameter(parameter: dict[str, Any]) -> Member:
    return Member(
        name=parameter["name"],
        kind=_kind(parameter["schema"]),
        words=_words(parameter.get("description", "")),
        is_needed=False,
    )


def _members(content: dict[str, Any], shapes: dict[str, Any], *, is_sent: bool = False) -> tuple[Member, ...]:
    """Members of a request or response object, or for a list, of its objects."""
    media = next(iter(content.get("content", {}).values()), None)
    if media is None:
        return ()
    shape = _resolve(media["schema"], shapes)
    if "results" in shape["properties"]:
        shape = _resolve(shape["properties"]["results"]["items"], shapes)
    needed = shape.get("required", []) if is_sent else []
    return tuple(
        Member(name, _kind(member), _words(member.get("description", "")), is_needed=name in needed)
        for name, member in shape["properties"].items()
    )


def _words(text: str) -> SafeString:
    """Description as HTML, with names between backticks as `<code>`."""
    return mark_safe(re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text)))  # noqa: S308


def _resolve(schema: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    resolved: dict[str, Any] = shapes[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    return resolved


def _kind(schema: dict[str, Any]) -> str:
    """Kind of value in words: "uuid or null", "list of DuePoint", "red, amber, …"."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if parts := schema.get("oneOf") or schema.get("allOf"):
        return " or ".join(_kind(part) for part in parts)
    if "enum" in schema:
        return ", ".join("null" if value is None else str(value) for value in schema["enum"])
    kinds = schema.get("type", "object")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if "array" in kinds:
        return f"list of {_kind(schema['items'])}"
    return " or ".join("null" if kind == "null" else schema.get("format", kind) for kind in kinds)
