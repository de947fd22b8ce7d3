"""API for people and the change feed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from rest_framework import serializers

from councils.models import Change, Person
from councils.permissions import Permission

from .collections import Collection
from .filters import ChangeFilter, PersonFilter, nouns_of_tables
from .shapes import PersonName, Row, Shape, choice, id_field, text


class PersonShape(Shape):
    """Someone who leads, approves or sits on a board. Until identified, only their initials are known."""

    id = id_field()
    initials = text()
    name = PersonName()
    organisation = text("organisation.name")
    state = choice(Person.State)
    left_on = serializers.DateField(allow_null=True, help_text="The last day of someone who has left.")


class People(Collection):
    """People named in the council's plans. Those who turned out to be someone else are left out."""

    shape = PersonShape
    noun = "person"
    order = ("initials", "id")
    filterset_class = PersonFilter

    def get_queryset(self) -> QuerySet[Any]:
        people: QuerySet[Any] = Person.objects.kept()
        return people


class ChangeShape(Shape):
    """One object added, changed or removed. Read the object itself to see the new values."""

    seq = serializers.IntegerField(help_text="Number of the change in this council, without gaps.")
    type = serializers.CharField(source="table", help_text="The noun that changed: `progress_update`.")
    id = id_field("object_id", help_text="Id of the object that changed.")
    op = choice(Change.Op)
    at = serializers.DateTimeField()
    verb = text(help_text="What was done: `progress.recorded`.")
    version = serializers.IntegerField(
        source="after.version.as_int",
        allow_null=True,
        help_text="The object's new version, if it has versions.",
    )


class Changes(Collection):
    """Everything that changed in the council, in order."""

    shape = ChangeShape
    noun = "change"
    id_words = "The `seq` of the change, or the id of an object to get its latest change."
    order = ("seq",)
    filterset_class = ChangeFilter
    permission = Permission.CHANGES_VIEW

    def get_queryset(self) -> QuerySet[Any]:
        return Change.objects.all()

    def complete(self, rows: dict[int, Row]) -> None:
        nouns = nouns_of_tables()
        for row in rows.values():
            row["type"] = nouns.get(row["type"], row["type"])

    def one(self, public_id: UUID | int) -> Row:
        """Change with this number, or the latest change of the object with this id."""
        column = "seq" if isinstance(public_id, int) else "object_id"
        rows = self.rows(self.get_queryset().filter(**{column: public_id}).order_by("-seq")[:1])
        if not rows:
            raise Http404("Change not found.")
        return rows[0][1]
