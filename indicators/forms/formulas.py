"""Forms that say from which rows a derived row is worked out."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import Checkboxes

from ..models import FormulaPart, Indicator
from ..places import rows_to_choose
from ..rules.formulas import Formula

LABELS = {
    Formula.DIFFERENCE: ("This row", "minus this row"),
    Formula.RATIO: ("This row", "divided by this row"),
    Formula.SHARE: ("This row", "as a percentage of this row"),
}
HOLD_FIGURES = (Indicator.Kind.QUANTITATIVE, Indicator.Kind.DERIVED)


class FormulaForm(EditForm):
    """Base of the forms for a formula. Refusals about its rows stand at the last field."""

    def __init__(self, *args: Any, indicator: Indicator, formula: Formula, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        only = {} if formula.takes_two else {"unit": "percent"}
        none = "Choose a row"
        self.known = rows_to_choose(none, without=indicator, kind__in=HOLD_FIGURES, **only)

    def refuse(self, problems: Mapping[str, str]) -> None:
        last = list(self.fields)[-1]
        super().refuse({last if name == "rows" else name: words for name, words in problems.items()})

    @property
    @abstractmethod
    def rows(self) -> list[Indicator]:
        """The rows that were chosen, in the formula's order."""


class TwoRowsForm(FormulaForm):
    """The two rows of a difference or a ratio."""

    first = forms.ChoiceField(error_messages={"required": "Choose the first row"})
    second = forms.ChoiceField(error_messages={"required": "Choose the second row"})

    def __init__(self, *args: Any, formula: Formula, **kwargs: Any) -> None:
        super().__init__(*args, formula=formula, **kwargs)
        for name, label in zip(("first", "second"), LABELS[formula], strict=True):
            self.fields[name].label = label
            self.fields[name].choices = self.known.choices  # type: ignore[attr-defined]

    @property
    def rows(self) -> list[Indicator]:
        return [self.known.of[self.cleaned_data[name]] for name in ("first", "second")]

    @staticmethod
    def shown_of(parts: Sequence[FormulaPart]) -> dict[str, Any]:
        keys = [str(part.operand.public_id) for part in parts]
        return dict(zip(("first", "second"), keys, strict=True))


class PooledForm(FormulaForm):
    """The rows of a pooled percentage."""

    rows_of = forms.MultipleChoiceField(
        label="Percentages to pool",
        help_text="Each needs its numerator and denominator. Leave out totals: they would count twice",
        widget=Checkboxes,
        error_messages={"required": "Choose at least two rows"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(key, row.full_name) for key, row in self.known.of.items()]
        self.fields["rows_of"].choices = choices  # type: ignore[attr-defined]

    @property
    def rows(self) -> list[Indicator]:
        return [self.known.of[key] for key in self.cleaned_data["rows_of"]]

    @staticmethod
    def shown_of(parts: Sequence[FormulaPart]) -> dict[str, Any]:
        return {"rows_of": [str(part.operand.public_id) for part in parts]}


def form_class(formula: Formula) -> type[TwoRowsForm | PooledForm]:
    return TwoRowsForm if formula.takes_two else PooledForm
