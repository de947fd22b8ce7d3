"""Filters for API lists. A parameter that is not declared is rejected by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, cast
from uuid import UUID

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django_filters import CharFilter, ChoiceFilter, DateFilter, Filter, FilterSet, UUIDFilter

from councils.models import Person
from councils.tenancy import CouncilModel
from councils.tenancy.row_security import UNLOGGED_TABLES


class IdFilter(UUIDFilter):
    """Filter by the id of a related object."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        message = {"invalid": "Give an id as the API returns it."}
        super().__init__(field_name=f"{field_name}__public_id", error_messages=message, **kwargs)


class IdOrNameFilter(CharFilter):
    """Filter by the id of a related object, or by its slug or code (`name_column`)."""

    def __init__(self, field_name: str, *, name_column: str = "slug", **kwargs: Any) -> None:
        super().__init__(field_name=field_name, **kwargs)
        self.name_column = name_column

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return rows
        column = "public_id" if _is_id(value) else self.name_column
        return rows.filter(**{f"{self.field_name}__{column}": value})


class WholeNumberFilter(Filter):
    """Filter by a whole number from 0 to the largest bigint."""

    field_class = forms.IntegerField

    def __init__(self, **kwargs: Any) -> None:
        message = {"invalid": "Give a whole number."}
        super().__init__(min_value=0, max_value=2**63 - 1, error_messages=message, **kwargs)


class DayField(forms.DateField):
    """Date field that only accepts the form YYYY-MM-DD."""

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class DayFilter(DateFilter):
    """Filter by a date like 2016-09-30."""

    field_class = DayField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(error_messages={"invalid": "Write the date like 2016-09-30."}, **kwargs)


def empty_filters(filters: Mapping[str, Filter], given: QueryDict) -> dict[str, str]:
    """Error for each filter without a value, which would otherwise return the whole list by mistake."""
    return {
        name: f"“{name}” is empty. Leave it out, or {_how_to_fill(filter_.field)}"
        for name, filter_ in filters.items()
        if any(not value.strip() for value in given.getlist(name))
    }


def repeated_parameters(given: QueryDict) -> dict[str, str]:
    """Error for each parameter that is given more than once, of which only the last would count."""
    return {
        name: f"“{name}” is given {len(values)} times. Give it once."
        for name, values in given.lists()
        if len(values) > 1
    }


def _how_to_fill(field: forms.Field) -> str:
    if isinstance(field, forms.ChoiceField):
        return f"give one of {_listed(field)}."
    words = str(field.error_messages.get("invalid", "Give a value."))
    return words[:1].lower() + words[1:]


def refusals(form: forms.Form) -> dict[str, str]:
    """Error for each filter that is not valid, by name. For a wrong choice, the error lists the choices."""
    return {
        name: " ".join(_words(error, form.fields[name]) for error in errors)
        for name, errors in form.errors.as_data().items()
    }


def _words(error: ValidationError, field: forms.Field) -> str:
    if error.code != "invalid_choice" or not error.params:
        return " ".join(error.messages)
    return f"“{error.params['value']}” is not one of {_listed(cast(forms.ChoiceField, field))}."


def _listed(field: forms.ChoiceField) -> str:
    choices = cast(Iterable[tuple[str, str]], field.choices)
    return ", ".join(value for value, _ in choices if value)


class NoFilter(FilterSet):
    """FilterSet without filters."""


class PersonFilter(FilterSet):
    initials = CharFilter(help_text="As printed in the plan.")
    state = ChoiceFilter(choices=Person.State.choices, help_text="Whether the person has been identified.")


@cache
def nouns_of_tables() -> dict[str, str]:
    """Noun for the rows of each council table that the change log has: `progress_update`, `due_point`."""
    return {
        model._meta.db_table: str(model._meta.verbose_name).replace(" ", "_")
        for model in apps.get_models()
        if issubclass(model, CouncilModel) and model._meta.db_table not in UNLOGGED_TABLES
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
