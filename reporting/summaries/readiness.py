"""What a quarter still lacks, and from whom, in a known number of queries.

In words, with the truth table that the tests run: docs/rules/readiness.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from core.periods import Quarter
from core.words import list_words
from councils.models import Council, Membership, Person, Post
from councils.tenancy import current_council_id, own_noun
from deliverables.judged import Judged, judged_deliverables
from deliverables.listing import Names, one_word
from deliverables.models import Deliverable, ProgressUpdate, ProposedUpdate
from deliverables.models.deliverable import reference_of
from deliverables.rules.listing import NOBODY
from indicators.models import Indicator
from indicators.owed import indicators_owing
from strategies.selected_quarter import SelectedQuarter

from .facts import BoardToPrepare, EarlyPapers, boards_of_quarter
from .shapes import NEEDS_ATTENTION

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A person or post with the number of their deliverables of one kind. `lead` is the value of the list's filter.

    `late` counts those with an update after the cut-off.
    """

    lead: str
    label: str
    count: int
    late: int = 0
    cannot_sign_in: bool = False


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a quarter lacks. Numbers are those of the list of deliverables with the same filters.

    `waited_for` are the leads of deliverables without an update, the most first, and `only_alternates` counts those
    that have an alternate but no lead. `to_approve` counts those whose update waits for approval. `exceptions` names
    what is missing, a line each, to be stored at closing.
    """

    council_slug: str
    quarter: Quarter
    noun: str
    total: int
    without_update: int
    late: int
    to_approve: int
    waited_for: tuple[LeadRow, ...]
    only_alternates: int
    no_path: int
    disagreements: int
    without_lead: int
    to_identify: tuple[LeadRow, ...]
    indicators: tuple[Indicator, ...]
    boards: tuple[BoardToPrepare, ...]
    early_papers: tuple[EarlyPapers, ...]
    exceptions: tuple[str, ...]
    board_slug: str = ""

    @property
    def indicators_by_owner(self) -> list[tuple[str, list[Indicator]]]:
        """Indicators without a value by who answers for them, the most first. Then those without an owner."""
        owned: dict[Person | Post | None, list[Indicator]] = defaultdict(list)
        for indicator in self.indicators:
            owned[indicator.owner].append(indicator)
        nobody = owned.pop(None, [])
        groups = sorted(
            ((str(owner), found) for owner, found in owned.items()),
            key=lambda group: (-len(group[1]), group[0].casefold()),
        )
        return [*groups, *([("No owner", nobody)] if nobody else [])]

    @property
    def is_complete(self) -> bool:
        counts = (self.without_update, self.disagreements, self.without_lead)
        return not any(counts) and not (self.to_identify or self.indicators or self.boards)


def readiness(council: Council, selected: SelectedQuarter, *, today: date) -> Readiness:
    """What the quarter lacks, judged from columns as its dashboard judges (15 queries at most)."""
    rows = judged_deliverables(period=selected.period, today=today)
    names = Names.among(rows)
    silent = [row for row in rows if row.stated.is_silent]
    late = _updated_late(silent, selected, today=today)
    waiting = _waiting_for_approval(silent, selected)
    can_sign_in = _able_to_sign_in(rows, names)
    indicators = tuple(indicators_owing(selected.quarter, today=today))
    boards = boards_of_quarter(selected.period, as_at=selected.as_at, today=today)
    nouns = {each.strategy_id: each.strategy.deliverable_noun for each in names.strands.values()}
    return Readiness(
        council_slug=council.slug,
        quarter=selected.quarter,
        noun=one_word((noun.lower() for noun in nouns.values()), own_noun("deliverable")),
        total=len(rows),
        without_update=len(silent),
        late=len(late),
        to_approve=len(waiting),
        waited_for=tuple(_waited_for(silent, names, late, can_sign_in)),
        only_alternates=sum(not row.is_unowned and not names.leading(row.named) for row in silent),
        no_path=sum(row.stated.rag in NEEDS_ATTENTION for row in silent),
        disagreements=sum(row.disagrees for row in rows),
        without_lead=sum(row.is_unowned for row in rows),
        to_identify=tuple(_to_identify(rows, names)),
        indicators=indicators,
        boards=boards.to_prepare,
        early_papers=boards.early_papers,
        exceptions=(*_deliverables_missing(rows, late, waiting), *map(_indicator_missing, indicators)),
    )


def _updated_late(silent: Iterable[Judged], selected: SelectedQuarter, *, today: date) -> frozenset[int]:
    """Ids of those with an update for the quarter that came after the day of judgement (1 query)."""
    updates = ProgressUpdate.objects.filter(
        period=selected.period,
        recorded_on__gt=selected.as_at,
        recorded_on__lte=today,
        deliverable_id__in=[row.id for row in silent],
    )
    return frozenset(updates.values_list("deliverable_id", flat=True))


def _waiting_for_approval(silent: Iterable[Judged], selected: SelectedQuarter) -> frozenset[int]:
    """Ids of those with an update for the quarter that waits for approval (1 query)."""
    updates = ProposedUpdate.objects.waiting().filter(
        period=selected.period, deliverable_id__in=[row.id for row in silent]
    )
    return frozenset(updates.values_list("deliverable_id", flat=True))


def _able_to_sign_in(rows: Iterable[Judged], names: Names) -> frozenset[int]:
    """Ids of the leading people, and holders of leading posts, who are members of the council (1 query)."""
    leading = (_person_id(each) for row in rows for each in names.leading(row.named))
    holders = {each for each in leading if each is not None}
    memberships = Membership.objects.filter(
        user_id=OuterRef("user_id"), council_id=current_council_id(), ended_at=None
    )
    members = Person.objects.filter(Exists(memberships), id__in=holders)
    return frozenset(members.values_list("id", flat=True))


def _person_id(holder: Person | Post) -> int | None:
    return holder.pk if isinstance(holder, Person) else holder.holder_id


def _waited_for(
    silent: Iterable[Judged], names: Names, late: Collection[int], can_sign_in: Collection[int]
) -> Iterator[LeadRow]:
    """Those who lead something without an update, the most first. Then what nobody leads."""
    every = list(silent)
    rows = [
        LeadRow(
            str(holder.public_id),
            str(holder),
            len(led),
            sum(row.id in late for row in led),
            cannot_sign_in=_person_id(holder) not in can_sign_in,
        )
        for holder, led in _led_by(every, names).items()
    ]
    yield from sorted(rows, key=lambda row: (-row.count, row.label.casefold()))
    nobody = [row for row in every if row.is_unowned]
    if nobody:
        yield LeadRow(NOBODY, "No lead", len(nobody), sum(row.id in late for row in nobody))


def _led_by(rows: Iterable[Judged], names: Names) -> dict[Person | Post, list[Judged]]:
    led: dict[Person | Post, list[Judged]] = defaultdict(list)
    for row in rows:
        for holder in dict.fromkeys(names.leading(row.named)):
            led[holder].append(row)
    return led


def _to_identify(rows: Iterable[Judged], names: Names) -> Iterator[LeadRow]:
    """Leads whom the plan names only by initials, the most deliverables first."""
    unknown = [
        LeadRow(str(holder.public_id), str(holder), len(led))
        for holder, led in _led_by(rows, names).items()
        if isinstance(holder, Person) and holder.state != Person.State.IDENTIFIED
    ]
    yield from sorted(unknown, key=lambda row: (-row.count, row.label.casefold()))


def _deliverables_missing(
    rows: Sequence[Judged], late: Collection[int], waiting: Collection[int]
) -> list[str]:
    """Lines for the deliverables without an update or with a disagreement, in plan order (1 query)."""
    missing = {row.id: row for row in rows if row.stated.is_silent or row.disagrees}
    columns = ("id", "strand__code", "number", "title")
    named = Deliverable.objects.filter(id__in=missing).in_plan_order().values_list(*columns)
    lines = []
    for key, code, number, title in named:
        name = f"{reference_of(code, number) if number else ''} {title}".strip()[:LONGEST_NAME]
        lines.append(f"{name}: {list_words(list(_problems(missing[key], late, waiting)))}")
    return lines


def _problems(row: Judged, late: Collection[int], waiting: Collection[int]) -> Iterator[str]:
    if row.stated.is_silent:
        still = f", still {row.stated.rag.word.lower()}" if row.stated.rag in NEEDS_ATTENTION else ""
        what = "update not approved" if row.id in waiting else "no update"
        yield f"{'update after the cut-off' if row.id in late else what}{still}"
    if row.disagrees:
        stated, schedule = row.stated.rag.word.lower(), row.schedule.word.lower()
        yield f"stated RAG {stated}, schedule RAG {schedule}"


def _indicator_missing(row: Indicator) -> str:
    return f"Indicator {row.full_name[:LONGEST_NAME]}: no value"
