"""Filter and sort the list of deliverables, and collect its choices, from what has been read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.periods import MONTHS, Quarter, words_for_date
from councils.models import Organisation, Person, Post
from councils.tenancy import own_noun
from strategies.models import Strand, Strategy

from .judged import Judged, NamedOn
from .models import Deliverable, ProgressUpdate
from .models.deliverable import reference_of, words_for_assignment
from .rules.listing import NOBODY, ListedFacts, ListQuery, Sort, fits, in_order

Texts = Mapping[int, tuple[str, ...]]


@dataclass(frozen=True)
class Names:
    """What the ids in a list of deliverables stand for, each by id."""

    strands: dict[int, Strand]
    people: dict[int, Person]
    posts: dict[int, Post]
    organisations: dict[int, Organisation]

    @classmethod
    def among(cls, rows: Iterable[Judged]) -> Names:
        """Read the strands, people, posts and organisations of these deliverables (up to 4 queries)."""
        every = list(rows)
        named = {each for row in every for each in row.named}
        people = Person.objects.select_related("organisation")
        posts = Post.objects.select_related("organisation")
        return cls(
            Strand.objects.select_related("strategy").in_bulk({row.strand_id for row in every}),
            people.in_bulk({each.person_id for each in named if each.person_id}),
            posts.in_bulk({each.post_id for each in named if each.post_id}),
            Organisation.objects.in_bulk({row.accountable_id for row in every if row.accountable_id}),
        )

    def holder(self, named: NamedOn) -> Person | Post | None:
        """The person or post. None for a vacancy."""
        if named.person_id:
            return self.people[named.person_id]
        return self.posts[named.post_id] if named.post_id else None

    def leading(self, named: Iterable[NamedOn]) -> list[Person | Post]:
        """Persons and posts that are lead or joint lead, without alternates."""
        return [holder for each in named if each.leads and (holder := self.holder(each))]


@dataclass(frozen=True, slots=True)
class Leads:
    """Who leads a deliverable, as the filters compare it. Deliverables with the same people share it."""

    ids: frozenset[str]
    first: str
    organisations: frozenset[str]

    @classmethod
    def of(cls, named: Iterable[NamedOn], names: Names) -> Leads:
        holders = names.leading(named)
        return cls(
            ids=frozenset(str(holder.public_id) for holder in holders),
            first=str(holders[0]) if holders else "",
            organisations=frozenset(
                str(holder.organisation.public_id) for holder in holders if holder.organisation
            ),
        )


def filter_and_sort(
    rows: Sequence[Judged],
    names: Names,
    query: ListQuery,
    sort: Sort,
    *,
    reverse: bool,
    today: date,
    texts: Texts | None = None,
) -> list[Judged]:
    """Filter and sort deliverables. `today` is the day as at which they were judged.

    `texts` are what a search looks in, from `texts_to_search`, by id.
    """
    if query == ListQuery() and sort == Sort.PLAN:
        return list(reversed(rows) if reverse else rows)
    leads = {named: Leads.of(named, names) for named in {row.named for row in rows}}
    facts = (
        (facts_of(row, names, leads[row.named], texts.get(row.id, ()) if texts else ()), row) for row in rows
    )
    found = [(of_row, row) for of_row, row in facts if fits(of_row, query, today=today)]
    return [row for _, row in in_order(found, sort, reverse=reverse, today=today)]


def facts_of(row: Judged, names: Names, leads: Leads, texts: tuple[str, ...] = ()) -> ListedFacts:
    """Facts about a deliverable for the rules of the list."""
    strand = names.strands[row.strand_id]
    organisations = leads.organisations
    if row.accountable_id:
        organisations |= {str(names.organisations[row.accountable_id].public_id)}
    return ListedFacts(
        strategy=strand.strategy.slug,
        strand=strand.code,
        stated=row.stated.rag,
        schedule=row.schedule,
        direction=row.direction,
        silent=row.stated.is_silent,
        disagrees=row.disagrees,
        slipped=row.slipped_days > 0,
        due_points=row.due_points,
        leads=leads.ids,
        unowned=row.is_unowned,
        organisations=organisations,
        first_lead=leads.first,
        updated_on=row.update.recorded_on if row.update else None,
        texts=texts,
    )


def texts_to_search(rows: Iterable[Judged], names: Names) -> dict[int, tuple[str, ...]]:
    """All texts in which a search looks for its words, by deliverable id (2 queries)."""
    by_id = {row.id: row for row in rows}
    updates = {row.update.id: row.id for row in by_id.values() if row.update}
    said = {
        updates[update_id]: tuple(texts)
        for update_id, *texts in ProgressUpdate.objects.filter(id__in=updates).values_list(
            "id", "narrative", "reason", "path_to_green"
        )
    }
    found = {}
    columns = ("id", "number", "title", "detail", "refers_to")
    for key, number, title, detail, refers_to in Deliverable.objects.filter(id__in=by_id).values_list(
        *columns
    ):
        row = by_id[key]
        reference = reference_of(names.strands[row.strand_id].code, number)
        people = (
            words_for_assignment(names.holder(each), each.qualifier, each.role, names=True)
            for each in row.named
        )
        found[key] = (reference, title, *detail, refers_to, *people, *said.get(key, ()))
    return found


@dataclass(frozen=True)
class Choices:
    """Choices of the filters, each by value with its words, in display order.

    `part` and `noun` are the plans' own words for strand and deliverable, if all plans use the same.
    """

    strategies: dict[str, str] = field(default_factory=dict)
    strands: dict[str, str] = field(default_factory=dict)
    leads: dict[str, str] = field(default_factory=dict)
    organisations: dict[str, str] = field(default_factory=dict)
    months: dict[str, str] = field(default_factory=dict)
    initials: dict[str, str] = field(default_factory=dict)
    part: str = "Strand"
    noun: str = "Deliverable"

    @classmethod
    def among(cls, rows: Sequence[Judged], names: Names, *, today: date, quarter: Quarter) -> Choices:
        """Collect the choices that occur in these deliverables, which are in plan order, for a list of the quarter."""
        strands = [names.strands[strand_id] for strand_id in dict.fromkeys(row.strand_id for row in rows)]
        strategies = {strand.strategy.slug: strand.strategy for strand in strands}
        different = dict.fromkeys(row.named for row in rows)
        holders = {str(holder.public_id): holder for named in different for holder in names.leading(named)}
        partners = {each.pk: each for each in names.organisations.values()}
        partners |= {
            each.organisation.pk: each.organisation for each in holders.values() if each.organisation
        }
        days = {
            point.last_day.replace(day=1)
            for row in rows
            for point in row.due_points
            if not point.is_done(today)
        }
        return cls(
            strategies={slug: _plan_words(strategy, quarter) for slug, strategy in strategies.items()},
            strands=_strands(strands),
            leads=_by_words({key: str(holder) for key, holder in holders.items()}),
            organisations=_by_words({str(each.public_id): each.name for each in partners.values()}),
            months={f"{day:%Y-%m}": f"{MONTHS[day.month - 1]} {day.year}" for day in sorted(days)},
            initials={key: each.initials for key, each in holders.items() if isinstance(each, Person)},
            part=one_word((each.strand_noun for each in strategies.values()), own_noun("Strand")),
            noun=one_word((each.deliverable_noun for each in strategies.values()), own_noun("Deliverable")),
        )

    def lead_called(self, text: str) -> str:
        """The id of the only lead with these initials, or whose name contains the text. Otherwise the text itself."""
        if text == NOBODY or text in self.leads:
            return text
        typed = text.casefold()
        by_initials = [key for key, initials in self.initials.items() if initials.casefold() == typed]
        by_name = [key for key, words in self.leads.items() if typed in words.casefold()]
        matches = by_initials or by_name
        return matches[0] if len(matches) == 1 else text


def in_quarter(rows: list[Judged], names: Names, quarter: Quarter, plan: str) -> list[Judged]:
    """Deliverables that a list of the quarter counts: those of plans that have begun, and of the plan it asks for."""
    hidden = {strand.pk for strand in _strands_to_come(names, quarter) if strand.strategy.slug != plan}
    return [row for row in rows if row.strand_id not in hidden] if hidden else rows


def plans_to_come(names: Names, quarter: Quarter) -> list[Strategy]:
    """Plans of these deliverables that begin after the quarter, the first to begin first."""
    plans = {strand.strategy.slug: strand.strategy for strand in _strands_to_come(names, quarter)}
    return sorted(plans.values(), key=lambda plan: (plan.begins_on or date.max, plan.title))


def _strands_to_come(names: Names, quarter: Quarter) -> list[Strand]:
    return [strand for strand in names.strands.values() if not strand.strategy.has_begun_by(quarter)]


def _plan_words(strategy: Strategy, quarter: Quarter) -> str:
    """Title of a plan, and when it begins if that is after the quarter."""
    if strategy.begins_on is None or strategy.has_begun_by(quarter):
        return str(strategy.title)
    return f"{strategy.title} (begins on {words_for_date(strategy.begins_on)})"


def _strands(strands: Iterable[Strand]) -> dict[str, str]:
    """Words for strands by code. If two plans use the same code, both titles."""
    titles: dict[str, dict[str, None]] = {}
    for strand in strands:
        titles.setdefault(strand.code, {})[strand.title] = None
    return {code: f"{code}: {' / '.join(different)}" for code, different in titles.items()}


def _by_words(choices: dict[str, str]) -> dict[str, str]:
    return dict(sorted(choices.items(), key=lambda choice: choice[1].casefold()))


def one_word(words: Iterable[str], otherwise: str) -> str:
    """The plans' own word if all use the same, else `otherwise`."""
    different = set(words)
    return different.pop() if len(different) == 1 else otherwise
