"""Form field for a date as day, month and year, with errors that name the missing part."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from ..words import sentence

PARTS = ("day", "month", "year")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


class GovDateInput(forms.MultiWidget):
    """Three text inputs posted as NAME_day, NAME_month and NAME_year."""

    template_name = "django/forms/widgets/gov_date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in PARTS}, attrs)

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return ["", "", ""]

    def use_required_attribute(self, initial: Any) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        attrs = dict(attrs or {})
        faulty = str(attrs.pop("data-faulty", "")).split()
        attrs.pop("aria-invalid", None)
        context = super().get_context(name, value, attrs)
        for part, subwidget in zip(PARTS, context["widget"]["subwidgets"], strict=True):
            subwidget["label"] = part.capitalize()
            width = "4" if part == "year" else "2"
            subwidget["attrs"]["class"] = f"govuk-date-input__input govuk-input--width-{width}"
            if part != "month":
                subwidget["attrs"]["inputmode"] = "numeric"
            if id_ := context["widget"]["attrs"].get("id"):
                subwidget["attrs"]["id"] = f"{id_}_{part}"
            if part in faulty:
                subwidget["attrs"]["aria-invalid"] = "true"
        return context

    def first_faulty_part(self, bound: BoundField) -> str:
        """The part that an error summary links to."""
        return next(iter(faulty_parts(bound)), PARTS[0])


class GovDateBoundField(BoundField):
    """Bound field that marks which of the three inputs are wrong."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        if self.errors:
            built["data-faulty"] = " ".join(faulty_parts(self))
        return built


class GovDateField(forms.Field):
    """A date typed as day, month (number or name) and four-figure year.

    Errors say what is missing or impossible: "Forecast date must include a month". They begin with `subject`, which the
    form may set, or with the label.
    """

    subject = ""
    widget = GovDateInput
    bound_field_class = GovDateBoundField

    def clean(self, value: Sequence[str] | None) -> date | None:
        typed = {
            part: str(text or "").strip() for part, text in zip(PARTS, value or ["", "", ""], strict=True)
        }
        missing = [part for part in PARTS if not typed[part]]
        if len(missing) == len(PARTS):
            if self.required:
                raise _error(self._required(), "required", PARTS)
            return None
        if missing:
            words = " and ".join(f"a {part}" for part in missing)
            raise _error(f"{self._name()} must include {words}", "incomplete", missing)
        day = self._real_date(typed)
        self.run_validators(day)
        return day

    def show_example(self, day: date) -> None:
        """Add an example to the hint: a day near those that the page is about."""
        hint = f"For example, {day.day} {day.month} {day.year}."
        self.help_text = f"{sentence(str(self.help_text))} {hint}".strip()

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [str(text or "").strip() for text in data or ["", "", ""]] != GovDateInput().decompress(
            initial
        )

    def _real_date(self, typed: dict[str, str]) -> date:
        if not (typed["year"].isascii() and typed["year"].isdigit() and len(typed["year"]) == 4):
            raise _error(f"{self._name()}: the year must have 4 numbers, such as 2016", "year", ["year"])
        month = _month(typed["month"])
        if not month:
            raise _error(
                f"{self._name()}: the month must be a number from 1 to 12 or a name", "month", ["month"]
            )
        try:
            return date(int(typed["year"]), month, int(typed["day"]))
        except ValueError:
            raise _error(f"{self._name()} must be a real date", "invalid", PARTS) from None

    def _name(self) -> str:
        return self.subject or str(self.label or "Date")

    def _required(self) -> str:
        own = self.error_messages["required"]
        return f"Enter {self._name()[:1].lower()}{self._name()[1:]}" if own == _DJANGO_REQUIRED else str(own)


_DJANGO_REQUIRED = forms.Field.default_error_messages["required"]


def faulty_parts(bound: BoundField) -> Sequence[str]:
    """Parts (day, month, year) that the field's first error is about, or all three if it does not say."""
    errors = bound.form.errors.as_data().get(bound.name, [])
    if not errors:
        return ()
    parts: Sequence[str] = (errors[0].params or {}).get("parts", PARTS)
    return parts


def _error(message: str, code: str, parts: Sequence[str]) -> ValidationError:
    return ValidationError(message.replace("%", "%%"), code=code, params={"parts": tuple(parts)})


def _month(typed: str) -> int:
    """1 to 12 from "9", "09", "Sep" or "September", or 0 if it is not a month."""
    if typed.isascii() and typed.isdigit():
        return int(typed) if 1 <= int(typed) <= 12 else 0
    named = [i for i, name in enumerate(MONTHS, start=1) if len(typed) > 2 and name.startswith(typed.lower())]
    return named[0] if named else 0
