"""What lists can be narrowed by. A filter that is not declared is refused, by its name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, cast
from uuid import UUID

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django_filters import CharFilter, ChoiceFilter, Filter, FilterSet, UUIDFilter

from .models import Person
from .tenancy import CouncilModel


class IdFilter(UUIDFilter):
    """Rows that point at the object with this id."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        message = {"invalid": "Give an id as the API returns it."}
        super().__init__(field_name=f"{field_name}__public_id", error_messages=message, **kwargs)


class IdOrNameFilter(CharFilter):
    """Rows that point at the object with this id, or with this slug or code (`name_column`)."""

    def __init__(self, field_name: str, *, name_column: str = "slug", **kwargs: Any) -> None:
        super().__init__(field_name=field_name, **kwargs)
        self.name_column = name_column

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return rows
        column = "public_id" if _is_id(value) else self.name_column
        return rows.filter(**{f"{self.field_name}__{column}": value})


class WholeNumberFilter(Filter):
    """Whole numbers from 0, as far as the database counts."""

    field_class = forms.IntegerField

    def __init__(self, **kwargs: Any) -> None:
        message = {"invalid": "Give a whole number."}
        super().__init__(min_value=0, max_value=2**63 - 1, error_messages=message, **kwargs)


def refusals(form: forms.Form) -> dict[str, str]:
    """Why each filter that was refused cannot be used, by its name; a value that is none of a few is told them."""
    return {
        name: " ".join(_words(error, form.fields[name]) for error in errors)
        for name, errors in form.errors.as_data().items()
    }


def _words(error: ValidationError, field: forms.Field) -> str:
    if error.code != "invalid_choice" or not error.params:
        return " ".join(error.messages)
    choices = cast(Iterable[tuple[str, str]], cast(forms.ChoiceField, field).choices)
    return f"“{error.params['value']}” is not one of {', '.join(value for value, _ in choices if value)}."


class NoFilter(FilterSet):
    """The whole list."""


class PersonFilter(FilterSet):
    initials = CharFilter(help_text="As printed in the plan.")
    state = ChoiceFilter(choices=Person.State.choices, help_text="Whether the person has been identified.")


@cache
def nouns_of_tables() -> dict[str, str]:
    """What the rows of each council table are called: `progress_update`, `due_point`."""
    return {
        model._meta.db_table: str(model._meta.verbose_name).replace(" ", "_")
        for model in apps.get_models()
        if issubclass(model, CouncilModel)
    }


def _noun_choices() -> list[tuple[str, str]]:
    return [(noun, noun) for noun in sorted(nouns_of_tables().values())]


class ChangeFilter(FilterSet):
    after = WholeNumberFilter(
        field_name="seq", lookup_expr="gt", help_text="Changes with a `seq` greater than this."
    )
    type = ChoiceFilter(
        choices=_noun_choices,
        method="of_type",
        help_text="The noun that changed.",
    )

    def of_type(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(table__in=[table for table, noun in nouns_of_tables().items() if noun == value])


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
