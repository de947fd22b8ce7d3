"""API for deliverables and progress updates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from api.collections import Collection, Page, View
from api.exception_handler import ParameterProblem, Stale
from api.idempotency import once
from api.pagination import PageRequest
from api.shapes import Row
from api.writing import Changing
from core.periods import Quarter
from core.rag import Rag
from councils.permissions import Permission
from strategies.access import get_period
from strategies.models import ReportingPeriod
from strategies.quarter_actions import quarter_to_write
from strategies.selected_quarter import NoQuarters, selected_quarter

from .access import get_deliverable, get_deliverable_or_dropped
from .actions import ProgressRefused, StaleDeliverable, record_progress
from .api_changing import DeliverableInput, change_deliverable
from .api_judgements import Judgement, judgements
from .api_shapes import (
    AssignmentShape,
    DeliverableShape,
    ProgressInput,
    ProgressUpdateShape,
    ProposedUpdateShape,
)
from .filters import DeliverableFilter, ProgressUpdateFilter
from .models import Assignment, Deliverable, DuePoint, ProgressUpdate, ProposedUpdate
from .models.deliverable import DeliverableQuerySet
from .summaries import stated_as

CHANGED_MEANWHILE = (
    "Someone has changed this deliverable since you read it. Read it again, then send your update."
)
ETAG = re.compile(r'(?:W/)?"?(\d{1,9})(?:-[0-9a-f]+)?"?')


class Deliverables(Changing):
    """Deliverables in plan order, with their RAG ratings as at a day. They are changed as on their page."""

    shape = DeliverableShape
    noun = "deliverable"
    order = ("strategy__position", "strand__position", "position", "id")
    filterset_class = DeliverableFilter
    detail_parameters = ("quarter",)
    permission = Permission.PROGRESS_VIEW
    write_permission = Permission.PLAN_CHANGE
    change_input = DeliverableInput
    names_of_arguments = {"by_when": "due_points"}

    def get_queryset(self) -> QuerySet[Any]:
        """Those in the plan. One that has been dropped can still be read, and restored, by its id."""
        rows = Deliverable.objects if self.action == "list" else Deliverable.with_dropped
        return rows.all()

    def locked(self, public_id: UUID) -> Deliverable:
        return get_deliverable_or_dropped(public_id, lock=True)

    def change(self, found: Deliverable, values: Mapping[str, Any]) -> None:
        change_deliverable(found, values, by=self.actor, today=self.today)

    def forget_read(self) -> None:
        self._judged_already.clear()

    def is_tag_of(self, row: Row, tag: str) -> bool:
        """Its version counts, and not what the day has made of its RAG ratings."""
        return tag.startswith(f'"{row["version"]}-')

    def filtered(self) -> QuerySet[Any]:
        rows = super().filtered()
        period, as_at = self.judged
        if rag := self.chosen.get("stated_rag"):
            rows = stated_as(cast(DeliverableQuerySet, rows), Rag(rag), period=period, as_at=as_at)
        return rows

    def page(self, found: QuerySet[Any], wanted: PageRequest) -> Page:
        """Filter by schedule RAG in Python, as the database cannot. Judges every row that matches the other filters."""
        rag = self.chosen.get("schedule_rag")
        if not rag:
            return super().page(found, wanted)
        keys = list(found.order_by(*self.order).values_list(*self.order))
        judgements = self._judgements([key[-1] for key in keys])
        matching = [key for key in keys if judgements[key[-1]].schedule.rag == rag]
        rest = [key for key in matching if wanted.after is None or key > wanted.after]
        shown = rest[: wanted.limit]
        page_rows = Deliverable.objects.filter(id__among=[key[-1] for key in shown])
        return Page(
            rows=[row for _, row in self.rows(page_rows.order_by(*self.order))],
            last=shown[-1] if len(rest) > wanted.limit else None,
            count=len(matching) if wanted.count else None,
        )

    def complete(self, rows: dict[int, Row]) -> None:
        for row in rows.values():
            row["leads"], row["reporting_to"] = [], []
        self._add_people(rows)
        for deliverable_id, judgement in self._judgements(rows).items():
            rows[deliverable_id] |= {
                "due_points": judgement.due_points,
                "stated_rag": judgement.stated,
                "schedule_rag": judgement.schedule.rag,
                "schedule_reason": judgement.schedule.reason,
                "last_update_on": judgement.last_update_on,
            }

    def version_of(self, row: Row) -> str:
        return f"{row['version']}-"

    @cached_property
    def judged(self) -> tuple[ReportingPeriod, date]:
        """The quarter and the day of judgement. With the parameter `quarter`, the same day as on its dashboard."""
        try:
            selected = selected_quarter(self.request.query_params.get("quarter"), today=self.today)
        except NoQuarters:
            return _unsaved_period(self.today), self.today
        except Http404 as error:
            raise ParameterProblem({"quarter": str(error)}) from None
        return selected.period, selected.as_at if self.request.query_params.get("quarter") else self.today

    def _add_people(self, rows: dict[int, Row]) -> None:
        people = Assignment.objects.filter(deliverable_id__among=rows)
        keys, names = ("deliverable_id", "person__name", "post__title"), self.names
        for (deliverable_id, name, post), row in AssignmentShape.read(people, *keys, names=names):
            row["name"] = post or (name if names else None) or None
            part = "reporting_to" if row["role"] == Assignment.Role.REPORTING else "leads"
            rows[deliverable_id][part].append(row)

    def _judgements(self, ids: Iterable[int]) -> dict[int, Judgement]:
        """Judgements by id, cached for the request: the schedule RAG filter and the page both need them."""
        period, as_at = self.judged
        new = {each for each in ids if each not in self._judged_already}
        if new:
            self._judged_already |= judgements(new, period=period, as_at=as_at)
        return {each: self._judged_already[each] for each in ids}

    @cached_property
    def _judged_already(self) -> dict[int, Judgement]:
        return {}


class ProgressUpdates(Collection):
    """Progress updates on deliverables, in the order they were recorded."""

    shape = ProgressUpdateShape
    noun = "progress update"
    filterset_class = ProgressUpdateFilter
    permission = Permission.PROGRESS_VIEW
    write_permission = Permission.PROGRESS_RECORD
    waiting_shape = ProposedUpdateShape
    input = ProgressInput
    described_headers = {
        "create": [
            OpenApiParameter("If-Match", str, "header", description="ETag of the deliverable that you read."),
            OpenApiParameter("Location", str, "header", description="Address of the update.", response=[201]),
        ]
    }

    @classmethod
    def collection(cls) -> View:
        return cls.as_view({"get": "list", "post": "create"})

    def get_queryset(self) -> QuerySet[Any]:
        return ProgressUpdate.objects.all()

    def complete(self, rows: dict[int, Row]) -> None:
        """Replace the ids of due points by their places, as the API has no ids for due points."""
        places: dict[UUID, int] = {}
        counts: dict[int, int] = {}
        deliverable_ids = {row["deliverable"] for row in rows.values()}
        points = DuePoint.objects.filter(deliverable__public_id__in=deliverable_ids)
        for deliverable_id, public_id in points.values_list("deliverable_id", "public_id"):
            places[public_id] = counts[deliverable_id] = counts.get(deliverable_id, 0) + 1
        for row in rows.values():
            row["done_points"] = sorted(places[point] for point in row["done_points"] if point in places)

    @once
    def create(self, request: Any, council: str) -> Response:
        """Record a progress update on a deliverable for a quarter.

        If the council asks for approval of it, the answer is 202 and the update waits until it is approved.
        """
        payload = ProgressInput(data=request.data)
        payload.is_valid(raise_exception=True)
        values = {name: value for name, value in payload.validated_data.items() if value is not None}
        expected = self._expected_version(values.pop("version", None))
        deliverable, period = self._deliverable_and_period(
            values.pop("deliverable"), values.pop("quarter", None)
        )
        done = _due_points_at(deliverable, values.pop("done_points", []))
        try:
            update = record_progress(
                deliverable=deliverable,
                period=period,
                done_points=done,
                by=self.actor,
                today=self.today,
                now=request.now,
                expected_version=expected,
                **values,
            )
        except ProgressRefused as refused:
            names = {"period": "quarter"}
            raise ValidationError(
                {names.get(name, name): [why] for name, why in refused.problems.items()}
            ) from None
        except StaleDeliverable:
            raise Stale(CHANGED_MEANWHILE) from None
        if isinstance(update, ProposedUpdate):
            proposed = ProposedUpdate.objects.filter(pk=update.pk)
            [(_, row)] = ProposedUpdateShape.read(proposed, names=False)
            return Response(row, status=202)
        address = reverse("api:progress-update", kwargs={"council": council, "id": update.public_id})
        headers = {"Location": request.build_absolute_uri(address)}
        return Response(self.one(update.public_id), status=201, headers=headers)

    def _expected_version(self, version: int | None) -> int | None:
        """The version that the client read: from the body, or from the start of the deliverable's ETag."""
        header = self.request.headers.get("If-Match", "*").strip()
        if version is not None or header == "*":
            return version
        match = ETAG.fullmatch(header)
        if match is None:
            raise Stale("If-Match is not the ETag of a deliverable. Read the deliverable again.")
        return int(match[1])

    def _deliverable_and_period(
        self, public_id: UUID, label: str | None
    ) -> tuple[Deliverable, ReportingPeriod]:
        problems = {}
        try:
            deliverable = get_deliverable(public_id)
        except Http404:
            problems["deliverable"] = [f"{self.actor.council.name} has no deliverable with this id."]
        try:
            period = get_period(label) if label else quarter_to_write(by=self.actor, today=self.today).period
        except Http404 as error:
            problems["quarter"] = [str(error)]
        if problems:
            raise ValidationError(problems)
        return deliverable, period


def _unsaved_period(today: date) -> ReportingPeriod:
    """An unsaved period for a council without a started quarter. Nothing can be stated, but dates can be judged."""
    quarter = Quarter.of(today)
    return ReportingPeriod(
        label=quarter.label, starts_on=quarter.starts_on, ends_on=quarter.ends_on, cut_off_on=quarter.ends_on
    )


def _due_points_at(deliverable: Deliverable, places: list[int]) -> list[UUID]:
    points = list(DuePoint.objects.filter(deliverable=deliverable).values_list("public_id", flat=True))
    unknown = [str(place) for place in places if place > len(points)]
    if unknown:
        valid_places = f"counted from 1 to {len(points)}" if points else "and it has none"
        raise ValidationError(
            {"done_points": [f"{', '.join(unknown)}: give the places of its due points, {valid_places}."]}
        )
    return [points[place - 1] for place in places]
