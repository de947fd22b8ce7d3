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
from .models import SCORED, Risk, RiskScale
from .rules import Scale, Score, score_problem
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
    """A step of the council's scale, which `RiskForm` offers."""
    return forms.TypedChoiceField(label=f"{moment} {what}", coerce=int, empty_value=None, required=required)


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
        self._offer_steps(RiskScale.current())
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

    def _offer_steps(self, scale: Scale) -> None:
        for name in SCORED:
            field: Any = self.fields[name]
            words = scale.likelihoods if name.endswith("likelihood") else scale.impacts
            steps = [(str(number), f"{number} {word}") for number, word in enumerate(words, 1)]
            field.choices = [("", "Choose" if field.required else "Not set"), *steps]

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
    band = forms.ChoiceField(label="Current score", required=False)
    owner = forms.ChoiceField(label="Owner", required=False)
    overdue = forms.BooleanField(label="Review overdue", required=False)

    def __init__(self, *args: Any, owners: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        field.choices = [("", "Anyone"), (NOBODY, "No owner named"), *owners]
        band: Any = self.fields["band"]
        bands = reversed(RiskScale.current().bands)
        band.choices = [("", "All"), *((each.key, each.word) for each in bands)]

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


def _lines(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": "6", "class": "govuk-input--width-20"}),
    )


class ScaleForm(EditForm):
    """The council's scale of risks, one step or band a line."""

    in_errors = {
        "likelihoods": "the steps of likelihood",
        "impacts": "the steps of impact",
        "bands": "the bands of the score",
    }
    likelihoods = _lines("Steps of likelihood", "3 to 6 words, one a line, from the lowest")
    impacts = _lines("Steps of impact", "3 to 6 words, one a line, from the lowest")
    bands = _lines(
        "Bands of the score",
        "2 to 6, one a line, from the lowest: a word and its highest score, such as Medium 9. The last band has all "
        "higher scores, so it needs no number",
    )

    @property
    def scale_lines(self) -> dict[str, list[str]]:
        return {name: self.cleaned_data[name].splitlines() for name in ("likelihoods", "impacts", "bands")}

    @staticmethod
    def shown_of(scale: Scale) -> dict[str, str]:
        return {
            "likelihoods": "\n".join(scale.likelihoods),
            "impacts": "\n".join(scale.impacts),
            "bands": "\n".join(scale.band_lines),
        }
