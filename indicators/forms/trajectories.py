"""Forms for what an indicator is expected to do: a trajectory with its levels, a scenario, and the outcome at close."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from core.periods import PeriodKind, words_for_date
from core.ui.edit_rows import DayField, EditRows, RowForm
from core.ui.editing import Clash, EditForm
from core.ui.forms import Checkboxes, GovDateField

from ..actions import PointRow, Shift, Words
from ..models import Indicator, Trajectory, TrajectoryPoint
from ..rules import Unit
from ..rules.trajectory import EffectFacts
from .values import figure_field, plain

KINDS = {
    Indicator.Basis.QUARTER: PeriodKind.QUARTER,
    Indicator.Basis.FINANCIAL: PeriodKind.FINANCIAL_YEAR,
    Indicator.Basis.ACADEMIC: PeriodKind.ACADEMIC_YEAR,
    Indicator.Basis.CALENDAR: PeriodKind.CALENDAR_YEAR,
    Indicator.Basis.CENSUS: PeriodKind.DAY,
}
"""Kind of period of an indicator that is measured in this way."""
FIRST_NAME = "Expected course"


class ShiftFields(EditForm):
    """Base of forms with the fields of a scenario. `effects` can be shifted."""

    in_errors = {"shift_months": "the number of months"}
    shift_months = forms.IntegerField(
        label="Months later",
        required=False,
        help_text="By how many months the effects show later than planned. A minus sign means earlier",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    shifted_effects = forms.MultipleChoiceField(
        label="Which effects",
        required=False,
        help_text="Tick none to shift all of them",
        widget=Checkboxes(small=True),
    )

    def offer(self, effects: Sequence[EffectFacts]) -> None:
        field: Any = self.fields["shifted_effects"]
        field.choices = [(str(each.id), each.name) for each in effects if each.shows_on and not each.dropped]
        if not field.choices:
            del self.fields["shifted_effects"]

    @property
    def shift(self) -> Shift:
        said = self.cleaned_data
        effects = tuple(UUID(key) for key in said.get("shifted_effects", ()))
        return Shift(said.get("shift_months") or 0, effects)


class ScenarioForm(ShiftFields):
    """A new scenario: its name, what is different, and which effects show later."""

    name = forms.CharField(label="Name", max_length=100, help_text="Such as: if this starts a year later")
    assumptions = forms.CharField(
        label="Assumptions", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, effects: Sequence[EffectFacts], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(effects)
        self.order_fields(["name", "shift_months", "shifted_effects", "assumptions"])


class TrajectoryForm(ShiftFields):
    """The baseline of a trajectory and what is assumed. A scenario also has its shift and may become the main one."""

    in_errors = {**ShiftFields.in_errors, "period_kind": "what the levels are for"}
    name = forms.CharField(label="Name", max_length=100)
    baseline_value = figure_field("Baseline")
    baseline_on = GovDateField(label="Day of the baseline")
    baseline_method = forms.CharField(
        label="How the baseline was found",
        max_length=300,
        help_text="Such as the school census of January 2016, or the mean of the last four quarters",
    )
    period_kind = forms.ChoiceField(
        label="The levels are for",
        choices=[
            (kind.value, "Single days, such as a census" if kind == PeriodKind.DAY else f"{kind.word}s")
            for kind in PeriodKind
        ],
        help_text="Figures for other kinds of period are not compared with them",
    )
    tolerance = figure_field("Movement that counts as none", "In the same unit. Leave it empty for 0")
    assumptions = forms.CharField(
        label="Assumptions",
        required=False,
        help_text="What must be true for these levels, such as numbers of children, funding or staff",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    becomes_main = forms.BooleanField(
        label="Make this the main trajectory. The present one becomes a scenario", required=False
    )

    def __init__(
        self,
        *args: Any,
        indicator: Indicator,
        scenario: bool = False,
        effects: Sequence[EffectFacts] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        unit = Unit(indicator.unit).word.lower()
        self.fields["baseline_value"].label = f"Baseline ({unit})"
        self.fields["baseline_value"].required = True
        self.fields["baseline_value"].error_messages["required"] = "Enter the baseline"
        if scenario:
            self.offer(effects)
        else:
            del self.fields["shift_months"], self.fields["shifted_effects"], self.fields["becomes_main"]
        last = [name for name in ("shift_months", "shifted_effects", "becomes_main") if name in self.fields]
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    @property
    def words(self) -> Words:
        said = self.cleaned_data
        names = ("name", "baseline_value", "baseline_on", "baseline_method", "period_kind", "assumptions")
        return Words(**{name: said[name] for name in names}, tolerance=said["tolerance"] or Decimal(0))

    @staticmethod
    def shown_of(trajectory: Trajectory) -> dict[str, Any]:
        names = (
            *("name", "baseline_value", "baseline_on", "baseline_method"),
            *("period_kind", "tolerance", "assumptions"),
        )
        shown = {name: plain(getattr(trajectory, name)) for name in names}
        if trajectory.is_main:
            return shown
        shifted = [str(key) for key in trajectory.shifted_effects]
        return shown | {"shift_months": trajectory.shift_months, "shifted_effects": shifted}

    @staticmethod
    def first_of(indicator: Indicator) -> dict[str, Any]:
        """What a new trajectory begins with."""
        basis = Indicator.Basis(indicator.basis) if indicator.basis else Indicator.Basis.QUARTER
        return {"name": FIRST_NAME, "period_kind": KINDS[basis].value}


class PointForm(RowForm):
    """Levels of one day."""

    expected_on = DayField(label="Day", error_messages={"required": "Enter the day"})
    do_nothing = figure_field("If nothing is done")
    with_plan = figure_field("With the plan")
    label = forms.CharField(label="Milestone", required=False, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("place", None)  # the days are the order

    @property
    def point(self) -> PointRow:
        said = {name: self.cleaned_data[name] for name in ("expected_on", "do_nothing", "with_plan", "label")}
        return PointRow(self.key, **said)


class TrajectoryRows(EditRows[PointForm]):
    """A trajectory's own form with the rows of its levels, as one form."""

    def __init__(
        self, data: QueryDict | None, *, head: TrajectoryForm, points: Sequence[TrajectoryPoint] = ()
    ) -> None:
        names = ("expected_on", "do_nothing", "with_plan", "label")
        super().__init__(
            PointForm,
            data,
            shown={each.public_id: {name: plain(getattr(each, name)) for name in names} for each in points},
            noun="Day",
            titles=[words_for_date(each.expected_on) for each in points],
        )
        self.head = head

    def __iter__(self) -> Iterator[Any]:
        yield from self.head
        yield from super().__iter__()

    def visible_fields(self) -> list[Any]:
        return [*self.head.visible_fields(), *super().visible_fields()]

    def non_field_errors(self) -> list[str]:
        return [*self.head.non_field_errors(), *super().non_field_errors()]

    @property
    def errors(self) -> list[Any]:
        own = [self.head.errors] if self.is_bound and self.head.errors else []
        return [*own, *super().errors]

    @property
    def clashes(self) -> list[Clash]:
        return [*self.head.clashes, *super().clashes]

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Show an action's refusals, those of a level at its row and the others at the head."""
        of_rows = {where: problem for where, problem in problems.items() if "." in where}
        super().refuse(of_rows)
        self.head.refuse({where: problem for where, problem in problems.items() if where not in of_rows})

    @property
    def points(self) -> list[PointRow]:
        return [row.point for row in self.kept]


class CloseForm(EditForm):
    """The outcome of a trajectory, written at its close."""

    closed_on = GovDateField(label="Day of the close", required=False)
    outcome = forms.CharField(
        label="What came of it",
        required=False,
        help_text="It stands next to what was expected. Empty both fields to open the trajectory again",
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    @staticmethod
    def shown_of(trajectory: Trajectory) -> dict[str, Any]:
        return {"closed_on": trajectory.closed_on, "outcome": trajectory.outcome}
