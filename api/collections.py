"""Base viewset of the API: paginated lists, one object by id, and filters from an allow-list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django_filters import FilterSet
from rest_framework import serializers
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.viewsets import GenericViewSet

from councils.actors import Actor, CouncilRequest, can
from councils.permissions import Permission

from .conditional import not_modified, read_state, short_hash, tags_of_client
from .exception_handler import ParameterProblem
from .filters import NoFilter, empty_filters, refusals, repeated_parameters
from .pagination import PARAMETERS, PageRequest, cursor_of
from .schema import Listing
from .shapes import Row, Shape, as_json

View = Callable[..., HttpResponse]
Records = list[tuple[tuple[Any, ...], Row]]
"""List of (order key, row)."""


@dataclass(frozen=True)
class Page:
    """One page of a list. `last` is the order key to continue after, None on the last page. `count` is optional."""

    rows: Sequence[Row]
    last: tuple[Any, ...] | None
    count: int | None


class Collection(GenericViewSet[Any]):
    """Viewset of one noun in a council. Subclasses set the shape, the order and the queryset."""

    shape: type[Shape]
    noun: str
    id_words: str = "As shown in the list."
    order: tuple[str, ...] = ("id",)
    filterset_class: type[FilterSet] = NoFilter
    pagination_class = Listing  # type: ignore[assignment]  # only used by the OpenAPI schema
    detail_parameters: tuple[str, ...] = ()
    permission: Permission = Permission.PLAN_VIEW
    write_permission: Permission | None = None
    http_method_names = ("get", "head", "post", "put", "patch")

    @classmethod
    def collection(cls) -> View:
        return cls.as_view({"get": "list"})

    @classmethod
    def at_id(cls) -> View:
        return cls.as_view({"get": "retrieve"})

    @property
    def default_response_headers(self) -> dict[str, str]:
        """Headers so that shared caches do not give a response to another client."""
        return super().default_response_headers | {
            "Cache-Control": "private, no-cache",
            "Vary": "Authorization, Cookie",
        }

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        return self.shape

    @property
    def actor(self) -> Actor:
        return cast(Actor, self.request.auth)

    @property
    def today(self) -> date:
        """Today's date for the council."""
        today: date = cast(CouncilRequest, self.request).today
        return today

    @property
    def names(self) -> bool:
        """Whether the actor may see people's names."""
        return can(self.actor, Permission.PEOPLE_NAMES)

    def check_permissions(self, request: Any) -> None:
        """Return 405 only to authenticated clients, whatever their scopes. Others learn nothing about the URL."""
        if request.auth is not None and request.method.lower() not in self.action_map:
            raise MethodNotAllowed(request.method)
        super().check_permissions(request)

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Reject unknown, empty and repeated parameters by name: a misspelt filter would return the whole list."""
        super().initial(request, *args, **kwargs)
        allowed = self._allowed_parameters()
        words = f"Allowed here: {', '.join(allowed)}." if allowed else "This address takes no parameters."
        unknown = [name for name in request.query_params if name not in allowed]
        if unknown:
            raise ParameterProblem({name: f"Unknown parameter “{name}”. {words}" for name in unknown})
        if empty := empty_filters(self.filterset_class.base_filters, request.query_params):
            raise ParameterProblem(empty)
        if repeated := repeated_parameters(request.query_params):
            raise ParameterProblem(repeated)

    def list(self, request: Any, council: str) -> HttpResponse:
        wanted = PageRequest.of(request.query_params, salt=self._salt)
        # Read before the rows, so that changes made during the request come after this number in the feed.
        state = read_state(request, self.actor, self.today)
        if f'"{state.hash}"' in tags_of_client(request):
            return not_modified(f'W/"{state.hash}"')
        page = self.page(self.filtered(), wanted)
        cursor = cursor_of(page.last, salt=self._salt) if page.last else None
        body: dict[str, Any] = {
            "results": page.rows,
            "next": self._address_of_next(cursor) if cursor else None,
            "cursor": cursor,
            "change_seq": state.change_seq,
        }
        if page.count is not None:
            body["count"] = page.count
        return HttpResponse(
            as_json(body), content_type="application/json", headers={"ETag": f'W/"{state.hash}"'}
        )

    def retrieve(self, request: Any, council: str, id: UUID) -> HttpResponse:
        """Give the id. With `If-None-Match`, the response is 304 without a body if the object has not changed."""
        # The ETag ends in the state of the council. If that is still the same, the object is not read. If it is not,
        # the part before it says whether the object is the same.
        state = read_state(request, self.actor, self.today)
        tags = tags_of_client(request)
        for tag in tags:
            if tag.endswith(f'{state.hash}"'):
                return not_modified(tag)
        row = self.one(id)
        body = as_json(row)
        own = f'"{self.version_of(row)}{short_hash(body)}'
        for tag in tags:
            if tag.startswith(own):
                return not_modified(tag)
        return HttpResponse(body, content_type="application/json", headers={"ETag": f'{own}{state.hash}"'})

    def version_of(self, row: Row) -> str:
        """Prefix of the ETag, for objects whose version is needed to write (`If-Match`)."""
        return ""

    def one(self, public_id: UUID) -> Row:
        """Object with this id. Raises Http404 if it does not exist or the actor may not see it."""
        rows = self.rows(self.get_queryset().filter(public_id=public_id))
        if not rows:
            raise Http404(f"No {self.noun} has this id.")
        return rows[0][1]

    def page(self, queryset: QuerySet[Any], wanted: PageRequest) -> Page:
        records = self.rows(wanted.slice(queryset, self.order))
        shown = records[: wanted.limit]
        return Page(
            rows=[row for _, row in shown],
            last=shown[-1][0] if len(records) > wanted.limit else None,
            count=queryset.count() if wanted.count else None,
        )

    def rows(self, queryset: QuerySet[Any]) -> Records:
        """Rows with their order keys, in a number of queries that does not depend on the number of rows."""
        records = self.shape.read(queryset, *self.order, names=self.names)
        self.complete({key[-1]: row for key, row in records})
        return records

    def complete(self, rows: dict[int, Row]) -> None:
        """Add the fields in `parts`. `rows` is keyed by the last column of `order`: the internal id, or `seq`."""

    def _allowed_parameters(self) -> tuple[str, ...]:
        if self.action == "list":
            return *self.filterset_class.base_filters, *PARAMETERS
        return self.detail_parameters if self.action == "retrieve" else ()

    def filtered(self) -> QuerySet[Any]:
        """Rows that match the filters in the address.

        Without any, no form is built, which would take as long as reading the first row.
        """
        self.chosen: Mapping[str, Any] = {}
        given = self.request.query_params
        if not any(name in given for name in self.filterset_class.base_filters):
            return self.get_queryset()
        filters = self.filterset_class(given, self.get_queryset(), request=self.request)
        if not filters.is_valid():
            raise ParameterProblem(refusals(filters.form))
        self.chosen = filters.form.cleaned_data
        rows: QuerySet[Any] = filters.qs
        return rows

    @property
    def _salt(self) -> str:
        return f"cursor:{self.actor.council.id}:{type(self).__name__}"

    def _address_of_next(self, cursor: str) -> str:
        parameters = self.request.query_params.copy()
        parameters["cursor"] = cursor
        return self.request.build_absolute_uri(f"{self.request.path}?{parameters.urlencode()}")
