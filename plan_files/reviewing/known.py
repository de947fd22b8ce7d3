"""What the council has now: the plan that an import goes into, and everybody whom its rows can name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from councils.models import Organisation, Person, Post
from deliverables.models import Deliverable
from deliverables.plan_names import folded
from strategies.models import Strand, Strategy

from ..models import PlanImport
from ..rules.review import Context, Existing, KnownPerson, StatusMeaning
from ..rules.strand_codes import printed_code

PERSON, POST = "person:", "post:"


@dataclass
class Known:
    """What the council has now: the plan that an import goes into, and everybody whom its rows can name."""

    strategy: Strategy | None
    strands: list[Strand]
    deliverables: dict[str, Deliverable]
    dropped: dict[str, Deliverable]
    people: dict[str, Person | Post]
    organisations: dict[str, Organisation]
    earlier: list[PlanImport]

    @classmethod
    def read(cls, plan_import: PlanImport) -> Known:
        """Read it (4 queries, 8 for a plan that exists)."""
        strategy = plan_import.strategy
        people: dict[str, Person | Post] = {f"{PERSON}{each.public_id}": each for each in _everyone()}
        people |= {f"{POST}{each.public_id}": each for each in Post.objects.order_by("id")}
        organisations = {str(each.public_id): each for each in Organisation.objects.order_by("id")}
        strands, rows, earlier = [], [], []
        if strategy is not None:
            strands = list(Strand.objects.filter(strategy=strategy))
            for strand in strands:
                strand.strategy = strategy
            rows = list(Deliverable.with_dropped.filter(strategy=strategy).in_plan_order().with_parts())
            done = PlanImport.objects.done().filter(strategy=strategy).exclude(pk=plan_import.pk)
            earlier = list(done.order_by("done_at", "id"))
        return cls(
            strategy,
            strands,
            {str(each.public_id): each for each in rows if not each.is_dropped},
            {str(each.public_id): each for each in rows if each.is_dropped},
            people,
            organisations,
            earlier,
        )

    @cached_property
    def keys(self) -> dict[str, str]:
        """Id of the deliverable that an earlier import wrote for a row, by the row's key. A later import wins."""
        return {key: found for each in self.earlier for key, found in each.written.items()}

    def context(self, plan_import: PlanImport) -> Context:
        key_of = {found: key for key, found in self.keys.items()}
        meanings = {word: rag for each in self.earlier for word, rag in each.status_key.items()}
        return Context(
            people=tuple(_known_person(key, each) for key, each in self.people.items()),
            organisations=tuple(
                KnownPerson(key, each.name, each.abbreviation) for key, each in self.organisations.items()
            ),
            sections=tuple(each.title for each in self.strands),
            existing=tuple(
                Existing(key, each.title, each.strand.title, each.number, key_of.get(key, ""))
                for key, each in self.deliverables.items()
            ),
            status_key=tuple(StatusMeaning(word, rag) for word, rag in meanings.items()),
            starts_on=plan_import.cover.starts_on,
            ends_on=plan_import.cover.ends_on,
        )

    def strand_of(self, section: str) -> Strand | None:
        """The strand that a section of the file means, or None if it is a new one."""
        _, title = printed_code(section)
        names = {folded(section), folded(title)}
        for strand in self.strands:
            own = {folded(strand.title), folded(str(strand)), *map(folded, strand.aliases)}
            if names & own or (folded(section) == folded(strand.code)):
                return strand
        return None


def _everyone() -> list[Person]:
    """All people, those who were merged into someone last and only if their initials are nobody else's (1 query)."""
    everyone = list(Person.objects.select_related("merged_into").order_by("id"))
    kept = [each for each in everyone if each.merged_into_id is None]
    taken = {each.initials for each in kept if each.initials}
    return [*kept, *(each for each in everyone if each.merged_into_id and each.initials not in taken)]


def _known_person(key: str, each: Person | Post) -> KnownPerson:
    if isinstance(each, Post):
        return KnownPerson(key, each.title, is_post=True)
    return KnownPerson(key, each.name, each.initials)
