"""What people are called in a pack that shows roles and not names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from councils.models import Council, Membership, Organisation, Person, Post
from deliverables.models import Assignment
from deliverables.models.deliverable import with_qualifier
from minutes.summaries.entries import who_words
from reporting.summaries import RecipientLine

from ..document import PackDocument
from ..naming import Naming, author_of, counted, once_each, role_of

Called = Callable[[Person | Post | None], str]
"""Says in words who a person or post is."""


def by_name(who: Person | Post | None) -> str:
    return who_words(who, names=True)


@dataclass(frozen=True, slots=True)
class Roles:
    """Roles on a day. `held` has the posts of a person by internal id, `organisations` what each is called.

    `authors` has the roles of all people of the plan and all who sign in or did, by their names in lower case.
    """

    held: Mapping[int, Sequence[str]]
    organisations: Mapping[int | None, str]
    authors: Mapping[str, str]

    def who(self, holder: Person | Post | None) -> str:
        """A person or post, "" for nobody."""
        if isinstance(holder, Person):
            return role_of(self.held.get(holder.pk, ()), self.organisations.get(holder.organisation_id, ""))
        return holder.title if holder else ""

    def assigned(self, assignment: Assignment) -> str:
        """Who is named in an assignment and as what: "Head of SEND (C&I), alternate"."""
        holder = assignment.person or assignment.post
        words = with_qualifier(self.who(holder) or "To be confirmed", assignment.qualifier)
        return f"{words}, alternate" if assignment.role == Assignment.Role.ALTERNATE else words

    def author(self, name: str) -> str:
        """Who recorded something, from the name under which they did. "" for nobody."""
        return self.authors.get(name.casefold()) or author_of("", "") if name else ""


def roles_on(council: Council, as_at: date) -> Roles:
    """Posts, organisations and authors of the council (4 queries)."""
    held: dict[int, list[str]] = defaultdict(list)
    for holder, title in (
        Post.objects.exclude(holder=None).order_by("title").values_list("holder_id", "title")
    ):
        held[holder].append(title)
    organisations: dict[int | None, str] = {
        each.pk: each.known_as(as_at) for each in Organisation.objects.select_related("successor")
    }
    in_plan: dict[int | None, str] = {}
    authors: dict[str, str] = {}
    for person in Person.objects.all():
        role = role_of(held.get(person.pk, ()), organisations.get(person.organisation_id, ""))
        in_plan[person.user_id] = role
        authors |= dict.fromkeys((person.name.casefold(), person.initials.casefold()), author_of(role, ""))
    for member in Membership.objects.filter(council=council).select_related("user").order_by("pk"):
        role = in_plan.get(member.user_id, "")
        authors[member.user.name.casefold()] = author_of(role, member.role_label)
    return Roles(held, organisations, authors)


def document_by_role(
    document: PackDocument, roles: Roles, *, recipients: Iterable[tuple[str, str]]
) -> PackDocument:
    """The document without names. It was read with `roles.assigned` and `roles.who`.

    `recipients` are roles on the distribution list and the boards that they sit on.
    """
    summary, author = document.summary, roles.author
    deliverables = (
        replace(
            line,
            leads=once_each(line.leads),
            reporting_to=once_each(line.reporting_to),
            rated_by=author(line.rated_by),
        )
        for line in summary.deliverables
    )
    indicators = (replace(line, confidence_by=author(line.confidence_by)) for line in summary.indicators)
    plain, words = document.plain, document.words
    return replace(
        document,
        naming=Naming.ROLES,
        summary=replace(
            summary,
            deliverables=tuple(deliverables),
            indicators=tuple(indicators),
            recipients=tuple(RecipientLine(*each) for each in counted(recipients)),
        ),
        plain=replace(plain, edited_by=author(plain.edited_by)) if plain else None,
        words=replace(words, covering_by=author(words.covering_by), easy_read_by=author(words.easy_read_by)),
    )
