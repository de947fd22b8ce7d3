"""A form field for several short texts, one a line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class LinesField(forms.CharField):
    """Texts of up to `longest` characters, one a line. Its value is the lines without empty ones, as one text."""

    def __init__(self, *, longest: int, required: bool = False, rows: int = 3, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(required=required, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        lines = [" ".join(line.split()) for line in str(value or "").splitlines()]
        return "\n".join(line for line in lines if line)

    def validate(self, value: str) -> None:
        super().validate(value)
        for number, line in enumerate(value.splitlines(), 1):
            if len(line) > self.longest:
                raise ValidationError(f"Line {number} must be {self.longest} characters or fewer")
