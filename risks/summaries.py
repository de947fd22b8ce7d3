"""The risk register of a plan, and the risks of one deliverable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from deliverables.models import Deliverable
from strategies.models import Strategy

from .models import Risk, RiskLink, RiskQuerySet, RiskScale
from .rules import Band, is_above_target, is_review_overdue


@dataclass(frozen=True)
class RiskLine:
    """One risk, as at a day, with the deliverables that it threatens."""

    risk: Risk
    above_target: bool
    review_overdue: bool
    deliverables: Sequence[Deliverable]


@dataclass(frozen=True)
class RegisterQuery:
    """What the register is narrowed to. Empty parts keep all risks.

    `band` is the key of a band of the current score, and `owner` a public id, or "nobody".
    """

    words: str = ""
    status: str = ""
    band: str = ""
    owner: str = ""
    overdue: bool = False

    @property
    def any(self) -> bool:
        return bool(self.words or self.status or self.band or self.owner or self.overdue)


NOBODY = "nobody"


def risks_of(strategy: Strategy, query: RegisterQuery, *, today: date) -> RiskQuerySet:
    """Risks of the plan that the query keeps, the highest first."""
    rows: RiskQuerySet = Risk.objects.filter(strategy=strategy).with_owner().highest_first()
    for word in query.words.split():
        number = Q(number=int(word)) if word.isdecimal() and len(word) < 6 else Q()
        texts = ("title", "cause", "event", "effect", "mitigation")
        found = number
        for name in texts:
            found |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(found)
    if query.status:
        rows = rows.filter(status=query.status)
    if query.band and (band := RiskScale.current().band_named(query.band)):
        score = F("current_likelihood") * F("current_impact")
        rows = rows.filter(GreaterThanOrEqual(score, band.lowest), LessThanOrEqual(score, band.highest))
    if query.owner == NOBODY:
        rows = rows.filter(owner=None, owner_post=None)
    elif query.owner:
        rows = rows.filter(Q(owner__public_id=query.owner) | Q(owner_post__public_id=query.owner))
    if query.overdue:
        rows = rows.filter(status=Risk.Status.OPEN, review_on__lt=today)
    return rows


def risk_lines(rows: Iterable[Risk], *, today: date) -> list[RiskLine]:
    """Risks with what they threaten, in the same order (1 query)."""
    risks = list(rows)
    linked: dict[int, list[Deliverable]] = defaultdict(list)
    links = RiskLink.objects.filter(risk__in=[each.pk for each in risks]).select_related(
        "deliverable__strand", "deliverable__strategy"
    )
    for link in links.order_by("deliverable__strand__position", "deliverable__position") if risks else ():
        linked[link.risk_id].append(link.deliverable)
    return [risk_line(each, linked[each.pk], today=today) for each in risks]


def risk_line(risk: Risk, deliverables: Sequence[Deliverable], *, today: date) -> RiskLine:
    target = risk.target
    return RiskLine(
        risk=risk,
        above_target=is_above_target(
            is_open=risk.is_open, current=risk.current.number, target=target.number if target else None
        ),
        review_overdue=is_review_overdue(is_open=risk.is_open, review_on=risk.review_on, today=today),
        deliverables=deliverables,
    )


@dataclass(frozen=True)
class MatrixCell:
    """How many open risks have one likelihood and one impact now."""

    count: int
    score: int
    band: Band


@dataclass(frozen=True)
class MatrixRow:
    """A step of likelihood, with a cell for each step of impact."""

    step: int
    word: str
    cells: Sequence[MatrixCell]


@dataclass(frozen=True)
class Matrix:
    """Open risks of a plan by their current likelihood, the highest first, and impact, the lowest first."""

    impacts: Sequence[str]
    rows: Sequence[MatrixRow]
    count: int


def matrix_of(strategy: Strategy) -> Matrix:
    """How many open risks of the plan are where on the council's scale (1 query, and the scale)."""
    scale = RiskScale.current()
    rows = Risk.objects.filter(strategy=strategy, status=Risk.Status.OPEN)
    grouped = rows.values_list("current_likelihood", "current_impact").annotate(count=Count("pk")).order_by()
    counts = {(likelihood, impact): count for likelihood, impact, count in grouped}
    return Matrix(
        impacts=scale.impacts,
        rows=[
            MatrixRow(
                step,
                word,
                [
                    MatrixCell(counts.get((step, impact), 0), step * impact, scale.band_of(step * impact))
                    for impact in range(1, len(scale.impacts) + 1)
                ],
            )
            for step, word in reversed(list(enumerate(scale.likelihoods, 1)))
        ],
        count=sum(counts.values()),
    )


def risks_to(deliverable: Deliverable) -> list[Risk]:
    """Risks to a deliverable and to those that were merged into it, the highest first (1 query)."""
    links = RiskLink.objects.filter(Q(deliverable=deliverable) | Q(deliverable__merged_into=deliverable.pk))
    return list(Risk.objects.filter(pk__in=links.values("risk_id")).with_owner().highest_first())


def owners_of(strategy: Strategy) -> list[tuple[str, str, str]]:
    """(public id, name, initials) of the persons and posts that own risks of the plan, by name (1 query)."""
    columns = (
        *("owner__public_id", "owner__name", "owner__initials"),
        *("owner_post__public_id", "owner_post__title"),
    )
    rows = Risk.objects.filter(strategy=strategy).values_list(*columns).distinct()
    found = {
        str(person or post): (name or initials if person else title, initials if person else title)
        for person, name, initials, post, title in rows
        if person or post
    }
    return sorted(((key, *names) for key, names in found.items()), key=lambda each: each[1].casefold())
