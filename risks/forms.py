"""Forms of a risk and of the register's filters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import Checkboxes, GovDateField, Radios
from councils.models import Person, Post
from deliverables.models import Deliverable

from .actions import RiskFacts
from .models import SCORED, Risk
from .rules import IMPACTS, LIKELIHOODS, Band, score_problem
from .rules.scores import Score
from .summaries import NOBODY, RegisterQuery

NUMBER = "govuk-input--width-5"
TEXTS = ("title", "cause", "event", "effect", "mitigation")


def _text(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=2000,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


def _level(moment: str, what: str, *, required: bool = True) -> Any:
    words = LIKELIHOODS if what == "likelihood" else IMPACTS
    choices = [("", "Choose" if required else "Not set")]
    choices += [(str(number), f"{number} {word}") for number, word in words.items()]
    return forms.TypedChoiceField(
        label=f"{moment} {what}", choices=choices, coerce=int, empty_value=None, required=required
    )


class RiskForm(EditForm):
    """All that is said of a risk."""

    title = forms.CharField(label="Title", max_length=200, help_text="What may happen, in a few words")
    cause = _text("Cause", "Why it may happen: because of …")
    event = _text("Event", "What happens then: there is a risk that …")
    effect = _text("Effect", "What follows for children, families or the plan: which would …")
    inherent_likelihood = _level("Inherent", "likelihood")
    inherent_impact = _level("Inherent", "impact")
    current_likelihood = _level("Current", "likelihood")
    current_impact = _level("Current", "impact")
    target_likelihood = _level("Target", "likelihood", required=False)
    target_impact = _level("Target", "impact", required=False)
    mitigation = _text("Mitigation", "What is done about it, by whom and by when")
    owner = forms.ChoiceField(label="Owner", required=False)
    review_on = GovDateField(label="Next review (optional)", required=False)
    status = forms.ChoiceField(  # type: ignore[assignment]
        label="Status",
        choices=Risk.Status.choices,
        initial=Risk.Status.OPEN,
        widget=Radios(inline=True),
    )
    deliverables = forms.MultipleChoiceField(required=False, widget=Checkboxes(small=True))

    def __init__(
        self,
        *args: Any,
        people: Sequence[Person],
        posts: Sequence[Post],
        deliverables: Sequence[Deliverable],
        noun: str,
        risk: Risk | None = None,
        linked: Sequence[Deliverable] = (),
        **kwargs: Any,
    ) -> None:
        shown = _shown(risk, linked) if risk else None
        super().__init__(*args, shown=shown, **kwargs)
        self.owners: dict[str, Person | Post] = {
            **{str(each.public_id): each for each in people},
            **{str(each.public_id): each for each in posts},
        }
        self.deliverables_by_id = {str(each.public_id): each for each in deliverables}
        named = [(str(each.public_id), each.label) for each in people]
        titled = [(str(each.public_id), each.title) for each in posts]
        owner: Any = self.fields["owner"]
        owner.choices = [
            ("", "No owner named"),
            *([("People", named)] if named else []),
            *([("Posts", titled)] if titled else []),
        ]
        ticks: Any = self.fields["deliverables"]
        ticks.label = f"{noun} that it threatens"
        ticks.choices = [
            (key, f"{each.name} (dropped)" if each.is_dropped else each.name)
            for key, each in self.deliverables_by_id.items()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if all(cleaned.get(name) for name in SCORED[:4]) and not {*SCORED} & self.errors.keys():
            field, problem = score_problem(
                Score(cleaned["inherent_likelihood"], cleaned["inherent_impact"]),
                Score(cleaned["current_likelihood"], cleaned["current_impact"]),
                cleaned.get("target_likelihood"),
                cleaned.get("target_impact"),
            )
            if problem:
                self.add_error(field, problem)
        return cleaned

    @property
    def facts(self) -> RiskFacts:
        said = self.said
        return RiskFacts(
            **{name: said[name] for name in (*TEXTS, *SCORED, "review_on", "status")},
            owner=self.owners.get(said["owner"]),
            deliverables=[self.deliverables_by_id[key] for key in said["deliverables"]],
        )

    @property
    def levels(self) -> list[tuple[str, str, Any, Any]]:
        """The two fields of each moment, with its title and what it means."""
        return [
            ("Inherent score", "As if nothing were done about it.", *self._pair("inherent")),
            ("Current score", "With what is done about it now.", *self._pair("current")),
            ("Target score (optional)", "With all that is planned.", *self._pair("target")),
        ]

    def _pair(self, moment: str) -> tuple[Any, Any]:
        return self[f"{moment}_likelihood"], self[f"{moment}_impact"]


def _shown(risk: Risk, linked: Sequence[Deliverable]) -> dict[str, Any]:
    own = {name: getattr(risk, name) for name in (*TEXTS, *SCORED, "review_on", "status")}
    return own | {
        "owner": str(risk.owned_by.public_id) if risk.owned_by else "",
        "deliverables": [str(each.public_id) for each in linked],
    }


class RegisterForm(forms.Form):
    """Which risks are listed."""

    q = forms.CharField(label="Number or words", required=False, max_length=100)
    status = forms.ChoiceField(label="Status", required=False, choices=[("", "All"), *Risk.Status.choices])
    band = forms.ChoiceField(
        label="Current score",
        required=False,
        choices=[("", "All"), *((each.value, each.word) for each in reversed(Band))],
    )
    owner = forms.ChoiceField(label="Owner", required=False)
    overdue = forms.BooleanField(label="Review overdue", required=False)

    def __init__(self, *args: Any, owners: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        field.choices = [("", "Anyone"), (NOBODY, "No owner named"), *owners]

    @property
    def in_sight(self) -> list[Any]:
        return [self[name] for name in ("q", "status", "band", "owner")]

    @property
    def ticks(self) -> list[Any]:
        return [self["overdue"]]

    ticks_legend = "Only"

    @property
    def query(self) -> RegisterQuery:
        """What was asked for. What is not valid is left out."""
        self.full_clean()
        asked = self.cleaned_data
        return RegisterQuery(
            words=asked.get("q", ""),
            status=asked.get("status", ""),
            band=asked.get("band", ""),
            owner=asked.get("owner", ""),
            overdue=asked.get("overdue", False),
        )
