"""The edition that would be published now: what it says, why it may not be published, and whom its words name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from councils.models import Council
from councils.people.names_in_words import Found, known_people, people_in, texts_of
from strategies.models import ReportingPeriod, Strategy
from strategies.models.strategy import StrategyQuerySet
from strategies.selected_quarter import selected_quarter

from .document import Progress, read_progress, write_progress
from .models import PublicEdition, PublicPage, PublicPlan, sha256_of
from .reading import progress_of
from .rules import why_not_published


@dataclass(frozen=True, slots=True)
class Naming:
    """A text of the edition, and who is in it."""

    text: str
    found: Found


@dataclass(frozen=True, slots=True)
class Draft:
    """The next edition of a quarter. `problem` is why it may not be published, a sentence without its full stop, or "".

    `names` are texts that name somebody and stop it, `may_name` those that may.
    """

    progress: Progress
    content: str
    problem: str
    names: tuple[Naming, ...]
    may_name: tuple[Naming, ...]

    @property
    def sha256(self) -> str:
        """What a person has seen before they publish."""
        return sha256_of(self.content)

    @property
    def may_publish(self) -> bool:
        return not self.problem and not self.names


def draft_of(council: Council, page: PublicPage | None, period: ReportingPeriod, *, today: date) -> Draft:
    """The next edition of a quarter that has begun (19 queries)."""
    selected = selected_quarter(period.label, today=today)
    plans = list(shown_plans().begun_by(selected.quarter))
    last = PublicEdition.objects.filter(period=period).order_by("-edition").first()
    progress = progress_of(
        council,
        selected,
        strategies=plans,
        introduction=page.introduction if page else "",
        edition=last.edition + 1 if last else 1,
        today=today,
    )
    problem = why_not_published(
        selected.quarter,
        closed=period.closed_at is not None,
        plans=len(plans),
        items=sum(each.count for each in progress.counts),
        same=last is not None and _says_the_same(progress, read_progress(last.content)),
    )
    people = known_people(council)
    named = [Naming(text, people_in(text, people)) for text in dict.fromkeys(texts_of(progress))]
    return Draft(
        progress=progress,
        content=write_progress(progress),
        problem=problem,
        names=tuple(each for each in named if each.found.stops),
        may_name=tuple(each for each in named if each.found.points_out),
    )


def shown_plans() -> StrategyQuerySet:
    """Plans that are ticked, in their order."""
    ticked = PublicPlan.objects.values("strategy_id")
    rows: StrategyQuerySet = Strategy.objects.filter(pk__in=ticked).order_by("position", "id")
    return rows


def _says_the_same(progress: Progress, last: Progress) -> bool:
    return replace(progress, edition=last.edition, published_on=last.published_on) == last
