"""Form for a judgement: the rating, who judged and when, why, what is missing, and the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import Checkboxes, GovDateField, Radios
from core.words import plural
from councils.models import Organisation, Person, Post
from deliverables.models import Deliverable
from evidence.models import Evidence
from indicators.models import Indicator
from strategies.models import Strategy

from ..actions import JudgementSaid, LinkSaid
from ..models import Judgement, ScaleLevel

OUTSIDE = "outside"


@dataclass(frozen=True)
class Offered:
    """What the form offers to choose from, by the key that it sends."""

    levels: dict[str, ScaleLevel]
    judges: dict[str, Person | Post | Organisation]
    deliverables: dict[str, Deliverable]
    indicators: dict[str, Indicator]
    evidence: dict[str, Evidence]

    @classmethod
    def of(cls, strategy: Strategy) -> Offered:
        """Levels, judges, deliverables, indicators and evidence of the plan (7 queries)."""
        deliverables = Deliverable.objects.filter(strategy=strategy, dropped_on=None)
        indicators = Indicator.objects.filter(strategy=strategy).exclude(kind=Indicator.Kind.HEADING)
        return cls(
            _by_key(ScaleLevel.objects.filter(strategy=strategy)),
            _by_key(
                [
                    *Organisation.objects.order_by("name"),
                    *Post.objects.order_by("title"),
                    *Person.objects.present().order_by("name", "initials"),
                ]
            ),
            _by_key(
                deliverables.select_related("strand", "strategy").order_by(
                    "strand__position", "position", "id"
                )
            ),
            _by_key(indicators.in_table_order().with_parents()),
            _by_key(Evidence.objects.filter(strategy=strategy).order_by("-added_on", "-id")),
        )


def _by_key(rows: Any) -> dict[str, Any]:
    return {str(row.public_id): row for row in rows}


class JudgementForm(EditForm):
    in_errors = {"judged_on": "the date it was judged", "reason": "the reason", "outside": "the name"}
    level = forms.ChoiceField(label="Rating", widget=Radios)
    judged_on = GovDateField(label="Judged on")
    judge = forms.ChoiceField(label="Judged by", error_messages={"required": "Select who judged it"})
    outside = forms.CharField(
        label="Name, if it is not in the list",
        required=False,
        max_length=200,
        help_text="An organisation, such as a department or an inspectorate. Do not enter the name of a person",
    )
    reason = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 4}))
    missing = forms.CharField(
        label="What is missing for the next step up",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Leave it empty only at the top of the scale",
    )
    deliverables = forms.MultipleChoiceField(required=False, widget=Checkboxes(small=True))
    indicators = forms.MultipleChoiceField(label="Indicators", required=False, widget=Checkboxes(small=True))
    evidence = forms.MultipleChoiceField(
        label="Evidence of this plan", required=False, widget=Checkboxes(small=True)
    )
    addresses = forms.CharField(
        label="Other documents and pages",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line: its address, then its title, such as https://example.org/audit Audit of plans",
    )

    def __init__(self, *args: Any, offered: Offered, strategy: Strategy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        self._choose("level", [(key, str(row)) for key, row in offered.levels.items()])
        self._choose("judge", [("", "Select who judged it"), *self._judges(), (OUTSIDE, "Somebody else")])
        self._choose("deliverables", [(key, row.name) for key, row in offered.deliverables.items()])
        self._choose("indicators", [(key, row.full_name) for key, row in offered.indicators.items()])
        self._choose("evidence", [(key, row.title) for key, row in offered.evidence.items()])
        self.fields["deliverables"].label = plural(strategy.deliverable_noun)

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def _judges(self) -> list[tuple[str, list[tuple[str, str]]]]:
        kinds = (("Organisations", Organisation), ("Posts", Post), ("People", Person))
        groups = [
            (label, [(key, str(row)) for key, row in self.offered.judges.items() if isinstance(row, kind)])
            for label, kind in kinds
        ]
        return [(label, rows) for label, rows in groups if rows]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        named, outside = cleaned.get("judge"), cleaned.get("outside", "").strip()
        if named == OUTSIDE and not outside:
            self.add_error("outside", "Enter the name of the organisation that judged it")
        elif named and named != OUTSIDE and outside:
            self.add_error("outside", "Leave this empty, or select “Somebody else”")
        return cleaned

    @property
    def judgement(self) -> JudgementSaid:
        said, offered = self.cleaned_data, self.offered
        judge = said["outside"] if said["judge"] == OUTSIDE else offered.judges[said["judge"]]
        links = [LinkSaid(offered.deliverables[key]) for key in said["deliverables"]]
        links += [LinkSaid(offered.indicators[key]) for key in said["indicators"]]
        links += [LinkSaid(offered.evidence[key]) for key in said["evidence"]]
        for line in said["addresses"].splitlines():
            address, _, label = line.strip().partition(" ")
            if address:
                links.append(LinkSaid(address, label[:200]))
        return JudgementSaid(
            level=offered.levels[said["level"]],
            judged_on=said["judged_on"],
            judge=judge,
            reason=said["reason"],
            missing=said["missing"],
            links=links,
        )

    @staticmethod
    def shown_of(judgement: Judgement) -> dict[str, Any]:
        """Values of the form for a judgement (1 query)."""
        links = list(judgement.links.select_related("deliverable", "indicator", "evidence"))
        judge = judgement.person or judgement.post or judgement.organisation
        return {
            "level": str(judgement.level.public_id),
            "judged_on": judgement.judged_on,
            "judge": str(judge.public_id) if judge else OUTSIDE,
            "outside": judgement.outside,
            "reason": judgement.reason,
            "missing": judgement.missing,
            "deliverables": [str(each.deliverable.public_id) for each in links if each.deliverable],
            "indicators": [str(each.indicator.public_id) for each in links if each.indicator],
            "evidence": [str(each.evidence.public_id) for each in links if each.evidence],
            "addresses": "\n".join(f"{each.address} {each.label}".strip() for each in links if each.address),
        }


class RemoveForm(EditForm):
    """Confirms that a judgement is removed."""

    reason = forms.CharField(label="Why", required=False, help_text="Kept in the change log")
