"""OpenAPI 3.1 description of the API, generated from the shapes, filters and views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from django import forms
from django.conf import settings
from django_filters import Filter
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from core.problems import PROBLEM_TYPE
from core.words import with_article
from councils.permissions import Scope

from .exception_handler import TITLES
from .pagination import LARGEST_PAGE, PAGE_SIZE, PARAMETERS
from .summaries import SCOPE_WORDS

OPENAPI_FILE = settings.BASE_DIR / "docs" / "openapi.json"
"""The committed description. `bin/check` compares it with the code."""


ANYWHERE = (429, 503)
"""Statuses that every address may answer with: too many requests, and the database is away."""


def openapi_document() -> bytes:
    """OpenAPI description generated from the code. Raises RuntimeError if it is incomplete."""
    generator: Any = SchemaGenerator
    document = _sort_parameters(_without_marks(generator().get_schema(public=True)))
    document = _with_named_problems(_with_tags(document))
    if GENERATOR_STATS:
        raise RuntimeError("The API description is incomplete: see the warnings above.")
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


class ErrorEntry(serializers.Serializer[Any]):
    """One error to correct: a field of the body (`pointer`) or a query parameter."""

    pointer = serializers.CharField(required=False, help_text="JSON pointer (RFC 6901) into the body.")
    parameter = serializers.CharField(required=False)
    detail = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """What went wrong, as RFC 9457 says."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(required=False)
    instance = serializers.CharField(help_text="The address of the request.")
    request_id = serializers.CharField(help_text="Quote it when you ask for help.")
    errors = ErrorEntry(many=True, required=False)  # type: ignore[assignment]


def problems_for(*codes: int) -> dict[Any, Any]:
    """Responses with problem details for these statuses, and for those that every address may have."""
    return {
        (code, PROBLEM_TYPE): OpenApiResponse(Problem, description=TITLES[code])
        for code in sorted({*codes, *ANYWHERE})
    }


class Listing:
    """Pagination class that only describes lists for the schema."""

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        schemas = {
            "limit": {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE},
            "cursor": {"type": "string", "minLength": 1},
            "count": {"type": "boolean", "default": False},
        }
        return [
            {"name": name, "in": "query", "description": words, "schema": schemas[name]}
            for name, words in PARAMETERS.items()
        ]

    def get_paginated_response_schema(self, schema: Any) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["results", "next", "cursor", "change_seq"],
            "properties": {
                "results": schema,
                "next": {
                    "type": ["string", "null"],
                    "format": "uri",
                    "description": "Address of the next page, or null on the last page.",
                },
                "cursor": {
                    "type": ["string", "null"],
                    "description": "The parameter `cursor` of the next page, or null on the last page.",
                },
                "change_seq": {
                    "type": "integer",
                    "description": "The council's last change when this was read. Use it with `changes?after=`.",
                },
                "count": {
                    "type": "integer",
                    "description": "Number of objects in the whole list, with `count=true`.",
                },
            },
        }


class Narrowing:
    """Filter backend that only describes filters for the schema."""

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        allowed = view.detail_parameters if view.action == "retrieve" else None
        return [
            {
                "name": name,
                "in": "query",
                "description": filter_.extra.get("help_text", ""),
                "schema": _schema_of_filter(filter_),
            }
            for name, filter_ in view.filterset_class.base_filters.items()
            if allowed is None or name in allowed
        ]


WORDS_OF_ACTIONS = {
    "list": ("list", "List {plural}"),
    "retrieve": ("get", "Read one {noun}"),
    "create": ("create", "Record {a_noun}"),
    "partial_update": ("change", "Change {a_noun}"),
    "bulk": ("save_many", "Save many {plural}"),
}
"""Beginning of the operation's id, and its summary."""

REFUSALS = {
    "list": (400, 401, 403, 404, 406),
    "retrieve": (400, 401, 403, 404, 406),
    "create": (400, 401, 403, 404, 406, 409, 412, 413, 415, 422),
    "partial_update": (400, 401, 403, 404, 406, 412, 413, 415, 428),
    "bulk": (400, 401, 403, 404, 406, 409, 413, 415, 422),
}
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    "header",
    description="Up to 255 visible characters of your choice. Sent again within 24 hours, the request is answered "
    "again and not done again.",
)
IF_MATCH = OpenApiParameter(
    "If-Match", str, "header", required=True, description="ETag of the object that you read."
)


class CouncilSchema(AutoSchema):
    """Schema of one operation, from its view."""

    view: Any

    def get_filter_backends(self) -> list[Any]:
        return [Narrowing] if self.view.action in ("list", "retrieve") else []

    def get_override_parameters(self) -> list[Any]:
        parameters = [
            OpenApiParameter(
                "council", str, "path", description="The council's name in web addresses: `portsmouth`."
            ),
            *getattr(self.view, "described_headers", {}).get(self.view.action, []),
        ]
        if self.view.action in ("create", "bulk"):
            parameters.append(IDEMPOTENCY_KEY)
        if self.view.action == "partial_update":
            parameters.append(IF_MATCH)
        if "{id}" in self.path:
            parameters.append(
                OpenApiParameter("id", OpenApiTypes.UUID, "path", description=self.view.id_words)
            )
        return parameters

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        return type(serializer).__name__.removesuffix("Shape")

    def get_paginated_name(self, serializer_name: str) -> str:
        return f"{serializer_name}List"

    def get_tags(self) -> list[str]:
        return [self._plural]

    @property
    def _plural(self) -> str:
        """Plural noun in the URL: `progress-updates`."""
        return str(self.path.partition("{council}/")[2].partition("/")[0].partition(":")[0])

    def get_operation_id(self) -> str:
        noun = self.view.noun.replace(" ", "_")
        beginning = WORDS_OF_ACTIONS[self.view.action][0]
        plural = self._plural.replace("-", "_")
        return f"{beginning}_{plural if self.view.action in ('list', 'bulk') else noun}"

    def get_summary(self) -> str:
        noun = self.view.noun
        words = WORDS_OF_ACTIONS[self.view.action][1]
        return words.format(noun=noun, a_noun=with_article(noun), plural=self._plural.replace("-", " "))

    def get_request_serializer(self) -> Any:
        if self.view.action == "partial_update":
            return self.view.change_input
        return self.view.input if self.view.action in ("create", "bulk") else None

    def get_response_serializers(self) -> Any:
        action = self.view.action
        good = 201 if action == "create" else 200
        refusals = problems_for(*REFUSALS[action])
        done = {good: OpenApiResponse(self.view.shape, description="Done")}
        if action == "create" and getattr(self.view, "answers_again", False):
            done[200] = OpenApiResponse(self.view.shape, description="It was there, and is now as sent")
        if action == "create" and (waiting := getattr(self.view, "waiting_shape", None)):
            done[202] = OpenApiResponse(waiting, description="It waits for approval, and does not count yet")
        return {**done, **refusals}


@dataclass(frozen=True)
class DescribedView:
    """What the schema says of a view that belongs to no council's address: its `described`."""

    operation_id: str
    summary: str
    tag: str
    responses: dict[Any, Any]
    request: Any = None
    security: list[dict[str, list[str]]] = field(default_factory=list)


class DirectorySchema(AutoSchema):
    """Schema of an operation that belongs to no council's address."""

    view: Any

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        return type(serializer).__name__.removesuffix("Shape")

    def get_operation_id(self) -> str:
        return str(self.view.described.operation_id)

    def get_summary(self) -> str:
        return str(self.view.described.summary)

    def get_tags(self) -> list[str]:
        return [self.view.described.tag]

    def get_auth(self) -> list[Any]:
        return list(self.view.described.security)

    def get_request_serializer(self) -> Any:
        return self.view.described.request

    def get_response_serializers(self) -> Any:
        return self.view.described.responses


class CouncilKey(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "api.authentication.CouncilAuthentication"
    name = ["apiKey", "oauth2"]

    def get_security_requirement(self, auto_schema: AutoSchema) -> list[dict[str, list[Any]]]:
        """Either will do."""
        return [{name: []} for name in self.name]

    def get_security_definition(self, auto_schema: AutoSchema) -> list[dict[str, Any]]:
        key = {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "send_<id>_<secret>",
            "description": f"A key issued by the council's administrator, with the scopes {', '.join(Scope)}.",
        }
        flow = {"tokenUrl": "/api/v1/token", "scopes": {str(scope): SCOPE_WORDS[scope] for scope in Scope}}
        token = {
            "type": "oauth2",
            "description": "A token for an hour. The client is a key: `send_<id>` and its secret.",
            "flows": {"clientCredentials": flow},
        }
        return [key, token]


def _with_tags(document: dict[str, Any]) -> dict[str, Any]:
    """Add the tags, each with the description of its list, or of its first operation."""
    words: dict[str, str] = {}
    for operations in document["paths"].values():
        for operation in operations.values():
            description = operation.get("description") or operation["summary"]
            for tag in operation["tags"]:
                words.setdefault(tag, description.partition("\n\n")[0])
    return document | {"tags": [{"name": tag, "description": words[tag]} for tag in sorted(words)]}


def _with_named_problems(document: dict[str, Any]) -> dict[str, Any]:
    """Move the problems that many operations share to `components.responses`, under the names of their titles."""
    named: dict[str, Any] = {}
    for operations in document["paths"].values():
        for operation in operations.values():
            for code, response in operation["responses"].items():
                content = response.get("content", {}).get(PROBLEM_TYPE)
                if content and content["schema"] == {"$ref": "#/components/schemas/Problem"}:
                    name = "".join(word.capitalize() for word in TITLES[int(code)].split())
                    named[name] = response
                    operation["responses"][code] = {"$ref": f"#/components/responses/{name}"}
    document["components"]["responses"] = dict(sorted(named.items()))
    return document


def _without_marks(document: Any) -> Any:
    """Remove the generator's internal `x-spec-enum-id`."""
    if isinstance(document, dict):
        return {key: _without_marks(value) for key, value in document.items() if key != "x-spec-enum-id"}
    return [_without_marks(value) for value in document] if isinstance(document, list) else document


def _sort_parameters(document: Any) -> Any:
    """Sort the parameters of each operation: council, id, then filters."""
    order = ["council", "id"]
    for operations in document["paths"].values():
        for operation in operations.values():
            operation.get("parameters", []).sort(
                key=lambda each: order.index(each["name"]) if each["name"] in order else len(order)
            )
    return document


def _schema_of_filter(filter_: Filter) -> Mapping[str, Any]:
    field = filter_.field
    if choices := [value for value, _ in getattr(field, "choices", []) if value]:
        return {"type": "string", "enum": choices}
    if isinstance(field, forms.UUIDField):
        return {"type": "string", "format": "uuid"}
    if isinstance(field, forms.DateField):
        return {"type": "string", "format": "date"}
    if isinstance(field, forms.IntegerField):
        return {"type": "integer", "minimum": field.min_value, "maximum": field.max_value}
    return {"type": "string", "minLength": 1, "pattern": r"\S"}
