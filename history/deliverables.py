"""Changes to each deliverable since a moment, worst first."""

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
from .wording import ChangeSentence, SentenceWriter


@dataclass(frozen=True)
class DeliverableChange:
    """All changes to one deliverable.

    `was` is the stated RAG then, None if it is the same now. `update` is the current update if it was made since.
    """

    deliverable: Deliverable
    kinds: list[ChangeKind]
    rag: Rag
    was: Rag | None
    update: ProgressUpdate | None
    sentences: tuple[ChangeSentence, ...]

    @property
    def worst(self) -> ChangeKind:
        return self.kinds[0]


Changed = tuple[Pair, list[ChangeKind]]
"""A deliverable that changed, and the kinds of its changes, worst first."""


def changed_deliverables(pairs: Iterable[Pair]) -> list[Changed]:
    """Deliverables that changed, worst change first, then in plan order. Nothing is put into words."""
    judged = [
        (pair, kinds_of_change(None if pair.added else pair.then.facts(), pair.now.facts())) for pair in pairs
    ]
    changed = [(pair, kinds) for pair, kinds in judged if kinds]
    return sorted(changed, key=lambda each: (each[1][0], each[0].now.rag.rank))


def in_words(
    changed: Iterable[Changed], *, past: Past, actors: Mapping[str, str], council: Council
) -> list[DeliverableChange]:
    """The changes of these deliverables in sentences (1 query)."""
    shown = list(changed)
    writer = SentenceWriter(council, past, actors, _holders(pair for pair, _ in shown))
    return [_change(pair, kinds, writer) for pair, kinds in shown]


def _change(pair: Pair, kinds: list[ChangeKind], writer: SentenceWriter) -> DeliverableChange:
    then, now = pair.then, pair.now
    update_since = now.update if now.saying != then.saying else None
    return DeliverableChange(
        deliverable=pair.deliverable,
        kinds=kinds,
        rag=now.rag,
        was=then.rag if then.rag != now.rag else None,
        update=update_since,
        sentences=tuple(writer.sentences(pair, kinds)),
    )


def _holders(pairs: Iterable[Pair]) -> dict[tuple[str, int], str]:
    """Names of the people and posts that lead or led something, by kind and id (1 query)."""
    moved = [pair for pair in pairs if pair.then.holders != pair.now.holders]
    held = {holder for pair in moved for holder in pair.then.holders | pair.now.holders}
    if not held:
        return {}
    columns = ("kind", "id", "full", "short")
    persons = Person.objects.filter(id__in={person for person, _, _ in held if person}).annotate(
        kind=Value("person"), full=F("name"), short=F("initials")
    )
    posts = Post.objects.filter(id__in={post for _, post, _ in held if post}).annotate(
        kind=Value("post"), full=F("title"), short=Value("")
    )
    named = persons.values_list(*columns).union(posts.values_list(*columns))
    return {(kind, pk): Person(name=full, initials=short).label for kind, pk, full, short in named}
