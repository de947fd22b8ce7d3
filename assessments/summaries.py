"""An assessment as its page shows it: each criterion with its judgement now, the earlier ones, and all in words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse

from core.words import count_words
from deliverables.models import Deliverable
from indicators.models import Indicator
from strategies.models import Strategy

from .models import Criterion, Judgement, JudgementLink, ScaleLevel
from .rules import latest_first, lowest, moved_words, next_level, overall_words


@dataclass(frozen=True)
class LinkLine:
    """One piece of evidence: what kind it is, its words and where it is."""

    kind: str
    words: str
    url: str
    is_outside: bool = False


@dataclass(frozen=True)
class JudgementLine:
    """A judgement with its evidence, how it moved since the one before, and the next step up ("" at the top)."""

    judgement: Judgement
    moved: str
    next_step: str
    links: tuple[LinkLine, ...]


@dataclass(frozen=True)
class CriterionLine:
    """A criterion with its judgement now, None if there is none, and the earlier ones, latest first."""

    criterion: Criterion
    now: JudgementLine | None
    earlier: tuple[JudgementLine, ...]

    @property
    def earlier_words(self) -> str:
        return count_words(len(self.earlier), "earlier judgement")


@dataclass(frozen=True)
class Assessment:
    """Everything that the page of a plan's assessment shows. `levels` are words from the lowest to the highest.

    `marks_samples`: some judgements are made up and some are real, so each sample is marked.
    """

    levels: tuple[str, ...]
    criteria: tuple[CriterionLine, ...]
    overall: str = ""
    lowest: str = ""
    lowest_for: tuple[str, ...] = ()
    has_sample: bool = False
    marks_samples: bool = False

    @property
    def may_judge(self) -> bool:
        return bool(self.levels and self.criteria)


def assessment_of(strategy: Strategy, *, council: str) -> Assessment:
    """The assessment of a plan (7 queries at most). `council` is the council's name in addresses."""
    levels = tuple(ScaleLevel.objects.filter(strategy=strategy).values_list("word", flat=True))
    criteria = list(Criterion.objects.filter(strategy=strategy))
    judged: dict[int, list[Judgement]] = defaultdict(list)
    if criteria:
        for judgement in _judgements(strategy):
            judged[judgement.criterion_id].append(judgement)
    lines = tuple(_line(criterion, judged[criterion.pk], levels, council) for criterion in criteria)
    ratings = [str(line.now.judgement.level) if line.now else None for line in lines]
    samples = {each.sample for rows in judged.values() for each in rows}
    least = lowest(levels, ratings)
    return Assessment(
        levels,
        lines,
        overall_words(levels, ratings),
        least if len(set(ratings)) > 1 else "",
        tuple(line.criterion.title for line, rating in zip(lines, ratings, strict=True) if rating == least),
        has_sample=True in samples,
        marks_samples=len(samples) > 1,
    )


def _judgements(strategy: Strategy) -> list[Judgement]:
    links = JudgementLink.objects.prefetch_related(
        Prefetch("deliverable", Deliverable.objects.select_related("strand", "strategy")),
        Prefetch("indicator", Indicator.objects.with_parents()),
    )
    rows = Judgement.objects.filter(criterion__strategy=strategy)
    return list(
        rows.select_related("level", "person", "post", "organisation").prefetch_related(
            Prefetch("links", links)
        )
    )


def _line(
    criterion: Criterion, judgements: list[Judgement], levels: tuple[str, ...], council: str
) -> CriterionLine:
    ordered = latest_first(judgements)
    lines = []
    for place, judgement in enumerate(ordered):
        rating = str(judgement.level)
        before = str(ordered[place + 1].level) if place + 1 < len(ordered) else None
        lines.append(
            JudgementLine(
                judgement,
                moved_words(levels, rating, before),
                next_level(levels, rating),
                tuple(link_line(link, council) for link in judgement.links.all()),
            )
        )
    return CriterionLine(criterion, lines[0] if lines else None, tuple(lines[1:]))


def link_line(link: JudgementLink, council: str) -> LinkLine:
    place = {"council": council}
    if link.deliverable:
        url = reverse("deliverables:deliverable", kwargs=place | {"deliverable": link.deliverable.public_id})
        return LinkLine(link.deliverable.strategy.deliverable_noun, link.deliverable.name, url)
    if link.indicator:
        url = reverse("indicators:indicator", kwargs=place | {"indicator": link.indicator.public_id})
        return LinkLine("Indicator", link.indicator.full_name, url)
    return LinkLine("Document or page", link.label or link.address, link.address, True)
