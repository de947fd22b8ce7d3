"""What happened to each deliverable since a moment, the worst first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F, Value

from core.rag import Rag
from councils.models import Council, Person, Post
from deliverables.models import Deliverable, ProgressUpdate

from .past import Past
from .rules import ChangeKind, kinds_of_change
from .then_and_now import Pair
from .wording import Teller, Told


@dataclass(frozen=True)
class DeliverableChange:
    """Everything that happened to one deliverable. `was` is its rating then, None where that is the same now;
    `update` is what stands, where it was said since."""

    deliverable: Deliverable
    kinds: list[ChangeKind]
    rag: Rag
    was: Rag | None
    update: ProgressUpdate | None
    told: tuple[Told, ...]

    @property
    def worst(self) -> ChangeKind:
        return self.kinds[0]


def deliverable_changes(
    pairs: Iterable[Pair], *, past: Past, actors: Mapping[str, str], council: Council
) -> list[DeliverableChange]:
    """Those to which something happened, the worst first, then in plan order (1 query)."""
    judged = [
        (pair, kinds_of_change(None if pair.added else pair.then.facts(), pair.now.facts())) for pair in pairs
    ]
    changed = [(pair, kinds) for pair, kinds in judged if kinds]
    teller = Teller(council, past, actors, _holders(pair for pair, _ in changed))
    found = [_change(pair, kinds, teller) for pair, kinds in changed]
    return sorted(found, key=lambda change: (change.worst, change.rag.rank))


def _change(pair: Pair, kinds: list[ChangeKind], teller: Teller) -> DeliverableChange:
    then, now = pair.then, pair.now
    said_since = now.update if now.facts().saying != then.facts().saying else None
    return DeliverableChange(
        deliverable=pair.deliverable,
        kinds=kinds,
        rag=now.rag,
        was=then.rag if then.rag != now.rag else None,
        update=said_since,
        told=tuple(teller.tell(pair, kinds)),
    )


def _holders(pairs: Iterable[Pair]) -> dict[tuple[str, int], str]:
    """What persons and posts that lead or led something are called, by kind and id (1 query)."""
    moved = [pair for pair in pairs if pair.then.holders != pair.now.holders]
    held = {holder for pair in moved for holder in pair.then.holders | pair.now.holders}
    if not held:
        return {}
    columns = ("kind", "id", "said", "short")
    persons = Person.objects.filter(id__in={person for person, _, _ in held if person}).annotate(
        kind=Value("person"), said=F("name"), short=F("initials")
    )
    posts = Post.objects.filter(id__in={post for _, post, _ in held if post}).annotate(
        kind=Value("post"), said=F("title"), short=Value("")
    )
    named = persons.values_list(*columns).union(posts.values_list(*columns))
    return {(kind, pk): Person(name=said, initials=short).label for kind, pk, said, short in named}
