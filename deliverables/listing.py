"""Filter and sort the list of deliverables, and collect its choices. Makes no queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from core.periods import MONTHS
from councils.models import Person, Post

from .models import Assignment
from .rules.listing import NOBODY, ListedFacts, ListQuery, Sort, fits, in_order
from .summaries import DeliverableState, facts


def filter_and_sort(
    states: Iterable[DeliverableState], query: ListQuery, sort: Sort, *, reverse: bool, today: date
) -> list[DeliverableState]:
    """Filter and sort deliverables. `today` is the day as at which they were judged."""
    facts_and_states = [(facts_of(state), state) for state in states]
    matching = [
        (listed_facts, state)
        for listed_facts, state in facts_and_states
        if fits(listed_facts, query, today=today)
    ]
    return [state for _, state in in_order(matching, sort, reverse=reverse, today=today)]


def facts_of(state: DeliverableState) -> ListedFacts:
    """Facts about a deliverable for the rules of the list."""
    row, update = state.deliverable, state.current_update
    holders = leading(state)
    partners = [row.accountable, *(holder.organisation for holder in holders)]
    update_texts = (update.narrative, update.reason, update.path_to_green) if update else ()
    people = (each.words for each in state.leads)
    return ListedFacts(
        strategy=row.strategy.slug,
        strand=row.strand.code,
        stated=state.stated.rag,
        schedule=state.schedule.rag,
        direction=state.direction,
        silent=state.stated.is_silent,
        disagrees=state.disagreement is not None,
        slipped=state.slipped_days > 0,
        due_points=tuple(facts(point) for point in state.due_points),
        leads=frozenset(str(holder.public_id) for holder in holders),
        unowned=state.is_unowned,
        organisations=frozenset(str(partner.public_id) for partner in partners if partner),
        first_lead=str(holders[0]) if holders else "",
        updated_on=update.recorded_on if update else None,
        texts=(row.reference, row.title, *row.detail, row.refers_to, *people, *update_texts),
    )


def leading(state: DeliverableState) -> list[Person | Post]:
    """Persons and posts that are lead or joint lead, without alternates."""
    holders = [each.person or each.post for each in state.leads if each.role in Assignment.LEADING]
    return [holder for holder in holders if holder]


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
    def among(cls, states: Iterable[DeliverableState], *, today: date) -> Choices:
        """Collect the choices that occur in these deliverables, which are in plan order."""
        all_states = list(states)
        strategies = {state.deliverable.strategy.slug: state.deliverable.strategy for state in all_states}
        holders = {str(holder.public_id): holder for state in all_states for holder in leading(state)}
        partners = [holder.organisation for holder in holders.values()]
        partners += [state.deliverable.accountable for state in all_states]
        days = {day for state in all_states for day in facts_of(state).open_days(today)}
        return cls(
            strategies={slug: strategy.title for slug, strategy in strategies.items()},
            strands=_strands(all_states),
            leads=_by_words({key: str(holder) for key, holder in holders.items()}),
            organisations=_by_words({str(each.public_id): each.name for each in partners if each}),
            months={f"{day:%Y-%m}": f"{MONTHS[day.month - 1]} {day.year}" for day in sorted(days)},
            initials={key: each.initials for key, each in holders.items() if isinstance(each, Person)},
            part=one_word((each.strand_noun for each in strategies.values()), "Strand"),
            noun=one_word((each.deliverable_noun for each in strategies.values()), "Deliverable"),
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


def _strands(states: Iterable[DeliverableState]) -> dict[str, str]:
    """Words for strands by code. If two plans use the same code, both titles."""
    titles: dict[str, dict[str, None]] = {}
    for state in states:
        titles.setdefault(state.deliverable.strand.code, {})[state.deliverable.strand.title] = None
    return {code: f"{code}: {' / '.join(different)}" for code, different in titles.items()}


def _by_words(choices: dict[str, str]) -> dict[str, str]:
    return dict(sorted(choices.items(), key=lambda choice: choice[1].casefold()))


def one_word(words: Iterable[str], otherwise: str) -> str:
    """The plans' own word if all use the same, else `otherwise`."""
    different = set(words)
    return different.pop() if len(different) == 1 else otherwise
