"""Pages that edit all rows of a short list at once: each with its own fields and a tick to remove it, and empty rows.

The fields of a row are named by its public id, so that it stays the same row while other people add and remove some.
`edit_page` of `core.ui.editing` shows them with the template components/edit_rows.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.http import QueryDict

from ..periods import words_for_date
from ..typed_dates import typed_date
from .editing import Clash, EditForm, as_sent

SPARE_ROWS = 3
MAX_ROWS = 200
_SENT = re.compile(r"(?P<prefix>new-(?P<number>[0-9]{1,3})|(?P<key>[0-9a-f-]{36}))-seen")


class DayField(forms.Field):
    """A date typed in one field, for rows that have no room for day, month and year apart."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(
            attrs={"class": "govuk-input--width-10", "autocomplete": "off", "maxlength": "40"}
        )
        super().__init__(widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return words_for_date(value) if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return typed_date(text[:40])
        except ValueError as wrong:
            raise ValidationError(str(wrong).replace("%", "%%")) from None


class RowForm(EditForm):
    """One row. `key` is its public id, None for a new row. `title` names it in errors and to screen readers."""

    place = forms.IntegerField(
        label="Place",
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
    )
    remove = forms.BooleanField(label="Remove", required=False)

    def __init__(self, *args: Any, key: UUID | None, title: str, **kwargs: Any) -> None:
        self.key, self.title = key, title
        super().__init__(*args, use_required_attribute=False, **kwargs)
        if key is None:
            del self.fields["place"], self.fields["remove"]
        self.order_fields(
            [*(name for name in self.fields if name not in ("place", "remove")), "place", "remove"]
        )

    @property
    def is_removed(self) -> bool:
        return self.is_bound and self.key is not None and self.add_prefix("remove") in self.data

    @property
    def is_left_empty(self) -> bool:
        """Whether this is a new row in which nothing was typed."""
        if self.key is not None:
            return False
        return not any(
            self.data.get(self.add_prefix(name), "").strip() for name in self.fields if name != "seen"
        )

    def full_clean(self) -> None:
        """Check the row, unless it is to be removed or nothing was typed in it."""
        if self.is_bound and (self.is_removed or self.is_left_empty):
            self._errors = ErrorDict()
            self.cleaned_data = {}
            return
        super().full_clean()

    @property
    def compared(self) -> Mapping[str, Any]:
        return {name: value for name, value in self.shown.items() if name != "place"}

    @property
    def wanted_place(self) -> int | None:
        """The place that was typed, None if it was left as it was shown."""
        typed: int | None = self.cleaned_data.get("place")
        return None if str(typed) == self.opened_with.get("place") else typed

    @property
    def clashes(self) -> list[Clash]:
        if not self.is_removed:
            return super().clashes
        return [
            Clash(str(self[name].label), self._words(name, now), "Remove")
            for name, now in self.compared.items()
            if name in self.opened_with and self.opened_with[name] != as_sent(now)
        ]


Row = TypeVar("Row", bound=RowForm)


class EditRows(Generic[Row]):
    """The rows of a list as one form.

    `shown` has the current values of each row by its public id, in order. A row is called by its title, else by `noun`
    and its place: "Seat 2". One that someone else has removed since the page was opened comes back as a new one, if
    something was typed in it. `more` is a form of other fields on the page, which is saved with the rows.
    """

    def __init__(
        self,
        form_class: type[Row],
        data: QueryDict | None,
        *,
        shown: Mapping[UUID, Mapping[str, Any]],
        noun: str,
        titles: Sequence[str] = (),
        spare: int = SPARE_ROWS,
        more: forms.Form | None = None,
        **kwargs: Any,
    ) -> None:
        self.is_bound = data is not None
        self.seen = ""
        self.noun = noun
        self.more = more
        self.problems: list[str] = []
        sent = _sent_rows(data) if data is not None else {}
        self.rows = [
            form_class(
                data if str(key) in sent else None,
                key=key,
                title=titles[place - 1] if titles else f"{noun} {place}",
                shown={**values, "place": place},
                prefix=str(key),
                **kwargs,
            )
            for place, (key, values) in enumerate(shown.items(), 1)
        ]
        self.gone: list[Row] = []
        known = {str(key) for key in shown}
        numbers = [int(each[4:]) for each in sent if each.startswith("new-")]
        for prefix in sent:
            if prefix.startswith("new-") or prefix in known or data is None:
                continue
            number = max(numbers, default=-1) + 1
            moved, changed = _moved(data, prefix, f"new-{number}")
            row = form_class(moved, key=None, title=self._new(number), prefix=f"new-{number}", **kwargs)
            if changed and not row.is_left_empty:
                numbers.append(number)
                self.gone.append(row)
        came_back = {row.prefix for row in self.gone}
        count = max([spare - 1, *numbers]) + 1
        new = {
            f"new-{number}": form_class(
                data if f"new-{number}" in sent else None,
                key=None,
                title=self._new(number),
                prefix=f"new-{number}",
                **kwargs,
            )
            for number in range(min(count, MAX_ROWS))
            if f"new-{number}" not in came_back
        }
        self.spare = [*new.values(), *self.gone]

    def _new(self, number: int) -> str:
        return f"New {self.noun.lower()} {number + 1}"

    def __iter__(self) -> Iterator[_NamedField | BoundField]:
        """Fields with their rows' names in their errors, for the error summary."""
        for row in self.all_rows:
            for field in row:
                yield _NamedField(field, row.title)
        yield from self.more or ()

    @property
    def all_rows(self) -> list[Row]:
        return [*self.rows, *self.spare]

    def visible_fields(self) -> list[BoundField]:
        return [field for row in self.all_rows[:1] for field in row.visible_fields()]

    def non_field_errors(self) -> list[str]:
        own = [f"{row.title}: {error}" for row in self.all_rows for error in row.non_field_errors()]
        return [*self.problems, *own]

    def hidden_fields(self) -> list[BoundField]:
        return []

    @property
    def errors(self) -> list[Any]:
        more = [self.more.errors] if self.more and self.more.errors else []
        return [*self.problems, *(row.errors for row in self.all_rows if row.is_bound and row.errors), *more]

    @property
    def clashes(self) -> list[Clash]:
        named = [
            Clash(f"{row.title}: {clash.label}", clash.saved, clash.typed)
            for row in self.rows
            for clash in row.clashes
        ]
        return named + [Clash(row.title, "removed", "the values below") for row in self.gone]

    @property
    def may_save(self) -> bool:
        """Whether the rows were sent, all are valid, and they overwrite nobody's change."""
        return self.is_bound and not self.errors and not self.clashes

    @property
    def status(self) -> int:
        if not self.is_bound:
            return 200
        return 422 if self.errors or not self.clashes else 409

    @property
    def kept(self) -> list[Row]:
        """Rows to save, in their new order: those that were sent and stay, then the new ones."""
        sent = [(place, row) for place, row in enumerate(self.rows, 1) if row.is_bound]
        stay = [(place, row) for place, row in sent if not row.is_removed]
        ordered = sorted(stay, key=lambda each: _order(*each))
        new = [row for row in self.spare if row.is_bound and not row.is_left_empty]
        return [*(row for _, row in ordered), *new]

    @property
    def removed(self) -> list[UUID]:
        return [row.key for row in self.rows if row.is_removed and row.key is not None]

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Show an action's refusals. A problem "2.name" belongs to that field of `kept[2]`, others to the list."""
        kept = self.kept
        for where, problem in problems.items():
            number, _, name = where.partition(".")
            if name:
                row = kept[int(number)]
                row.add_error(name if name in row.fields else None, problem)
            else:
                self.problems.append(problem)


class _NamedField:
    """A bound field whose errors begin with its row's name."""

    def __init__(self, field: BoundField, title: str) -> None:
        self._field, self._title = field, title

    def __getattr__(self, name: str) -> Any:
        return getattr(self._field, name)

    @property
    def errors(self) -> Sequence[str]:
        return [f"{self._title}: {error}" for error in self._field.errors]


def _order(place: int, row: RowForm) -> tuple[int, int, int]:
    """A row that was given another row's place comes before it, or after it if it moves down."""
    wanted = row.wanted_place or place
    moved = 0 if wanted == place else 1 if wanted > place else -1
    return wanted, moved, place


def _sent_rows(data: QueryDict) -> dict[str, None]:
    """Prefixes of the rows in a form that was sent, in its order."""
    found = (_SENT.fullmatch(name) for name in data)
    return {match["prefix"]: None for match in found if match}


def _moved(data: QueryDict, prefix: str, to: str) -> tuple[QueryDict, bool]:
    """The data with one row's fields under another prefix, and whether something was typed in them."""
    opened_with = EditForm(data, prefix=prefix).opened_with
    moved = data.copy()
    changed = False
    for name in list(data):
        if name.startswith(f"{prefix}-"):
            field = name.removeprefix(f"{prefix}-")
            moved.setlist(f"{to}-{field}", data.getlist(name))
            changed |= field in opened_with and not _is_same(opened_with[field], data.get(name, ""))
    return moved, changed and f"{prefix}-remove" not in data


def _is_same(shown: str, typed: str) -> bool:
    """Whether a field was sent as it was shown. Dates are shown in words, and a tick is sent as "on"."""
    if typed.strip() == shown or (shown, typed) == ("True", "on"):
        return True
    try:
        return typed_date(typed).isoformat() == shown
    except ValueError:
        return False
