"""Checklist of a new council: what is needed before its first pack, what is done, and the page that does each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, Func, IntegerField, Model, QuerySet, Subquery
from django.urls import reverse

from boards.models import Board, Recipient
from core.words import count_words, plural
from councils.actors import Actor, can
from councils.models import Council, Invitation, Membership, Person
from councils.permissions import Permission
from deliverables.models import Deliverable
from indicators.models import Indicator, Reading, Target
from strategies.models import ReportingPeriod, Strategy


@dataclass(frozen=True)
class Step:
    """One task: its name, whether it is done, where it stands in words, and the page that does it ("" for no right).

    Without a page for it, the reader is not asked to do it: an administrator does.
    """

    name: str
    done: bool
    stands: str
    url: str

    @property
    def row(self) -> tuple[str, str, str, str]:
        """Row for the task list."""
        return self.name, self.state, self.url, self.stands

    @property
    def state(self) -> str:
        if self.done:
            return "Done"
        return "To do" if self.url else "Your administrator does this"


@dataclass(frozen=True)
class Checklist:
    steps: tuple[Step, ...]

    @property
    def own(self) -> list[Step]:
        """Steps that the reader may do."""
        return [step for step in self.steps if step.url]

    @property
    def left(self) -> list[Step]:
        """Steps that the reader may do and that are not done."""
        return [step for step in self.own if not step.done]

    @property
    def has_a_plan(self) -> bool:
        """Whether the plan is in, with something to be done in it."""
        return self.steps[0].done

    @property
    def rows(self) -> list[tuple[str, str, str, str]]:
        return [step.row for step in self.steps]

    @property
    def words(self) -> str:
        """ "2 of 6 done", or of the reader's own steps if an administrator does the others."""
        done, own = len(self.own) - len(self.left), len(self.own)
        if own == len(self.steps):
            return f"{done} of {own} done"
        return f"{done} of your {own} steps done. Your administrator does the other {len(self.steps) - own}"


@dataclass(frozen=True)
class Counts:
    """What a council has entered, counted. `to_identify` are among `people`, and `invited` have not accepted yet.

    `figures`: any value or target.
    """

    plans: int
    deliverables: int
    people: int
    to_identify: int
    boards: int
    recipients: int
    members: int
    invited: int
    indicators: int
    figures: bool


def getting_started(actor: Actor, begun: Iterable[ReportingPeriod]) -> Checklist | None:
    """The checklist (2 queries), or None when it has nothing to say.

    That is so for readers who cannot change the plan, after the council has closed a quarter (`begun` are those that
    have started), and when all is done that the reader may do.
    """
    if not can(actor, Permission.PLAN_CHANGE) or any(period.closed_at for period in begun):
        return None
    counts = _counts(actor.council)
    checklist = Checklist(
        (
            _plan(actor, counts),
            _people(actor, counts),
            _boards(actor, counts),
            _invited(actor, counts),
            _quarters(actor),
            _figures(actor, counts),
        )
    )
    return checklist if checklist.left else None


def _counts(council: Council) -> Counts:
    """Count everything in one query."""
    people = Person.objects.kept()
    row = Council.objects.filter(id=council.id).values(
        plans=_number(Strategy.objects.all()),
        deliverables=_number(Deliverable.objects.all()),
        people=_number(people),
        to_identify=_number(people.exclude(state=Person.State.IDENTIFIED)),
        boards=_number(Board.objects.all()),
        recipients=_number(Recipient.objects.filter(active=True)),
        members=_number(Membership.objects.filter(council=council, ended_at=None)),
        invited=_number(Invitation.objects.pending_in(council)),
        indicators=_number(Indicator.objects.all()),
        figures=Exists(Reading.objects.all()) | Exists(Target.objects.all()),
    )
    return Counts(**row.get())


def _number(rows: QuerySet[Model]) -> Subquery:
    """Number of rows, as a column."""
    number = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return Subquery(rows.order_by().annotate(counted=number).values("counted"))


def _plan(actor: Actor, counts: Counts) -> Step:
    noun = actor.council.deliverable_word.lower()
    plans, deliverables = counts.plans, counts.deliverables
    if not plans:
        stands = "Import it from a Word or Excel file, type it, or start with an example"
    elif not deliverables:
        stands = f"{count_words(plans, 'plan')}, without {plural(noun)}"
    else:
        stands = f"{count_words(plans, 'plan')} with {count_words(deliverables, noun)}"
    return Step(
        "Add your plan", bool(deliverables), stands, _url(actor, Permission.PLAN_CHANGE, "strategies:list")
    )


def _people(actor: Actor, counts: Counts) -> Step:
    known, unknown = counts.people, counts.to_identify
    if not known:
        stands = "Who leads and who approves"
    elif unknown:
        stands = f"{unknown} of {count_words(known, 'person')} to identify"
    else:
        stands = f"{count_words(known, 'person')}, all identified"
    return Step(
        "Say who is who",
        bool(known) and not unknown,
        stands,
        _url(actor, Permission.PEOPLE_CHANGE, "councils:to_identify"),
    )


def _boards(actor: Actor, counts: Counts) -> Step:
    boards, recipients = counts.boards, counts.recipients
    if not boards:
        stands = "Who governs, who sits where, who gets the packs"
    elif not recipients:
        stands = f"{count_words(boards, 'board')}, but nobody receives packs yet"
    else:
        stands = f"{count_words(boards, 'board')}, {count_words(recipients, 'recipient')} of packs"
    return Step(
        "Set up your boards",
        bool(boards and recipients),
        stands,
        _url(actor, Permission.BOARDS_CHANGE, "boards:list"),
    )


def _invited(actor: Actor, counts: Counts) -> Step:
    members = counts.members
    if members > 1:
        stands = f"{count_words(members, 'person')} can sign in"
    else:
        stands = "Only you can sign in" + (" until an invitation is accepted" if counts.invited else "")
    return Step(
        "Invite people", members > 1, stands, _url(actor, Permission.PEOPLE_MANAGE, "councils:access")
    )


def _quarters(actor: Actor) -> Step:
    quarters = list(ReportingPeriod.objects.in_order())
    if quarters:
        first, last = quarters[0].quarter.short_words, quarters[-1].quarter.short_words
        stands = f"{count_words(len(quarters), 'quarter')}, {first} to {last}"
    else:
        stands = "When updates are due, and how long late ones are waited for"
    return Step(
        "Check your quarters",
        bool(quarters),
        stands,
        _url(actor, Permission.QUARTER_CLOSE, "strategies:quarters"),
    )


def _figures(actor: Actor, counts: Counts) -> Step:
    indicators, figures = counts.indicators, counts.figures
    if not indicators:
        stands = "What is measured, with targets and first values"
    elif not figures:
        stands = f"{count_words(indicators, 'indicator')}, without values or targets"
    else:
        stands = f"{count_words(indicators, 'indicator')} with values or targets"
    return Step(
        "Enter figures", figures, stands, _url(actor, Permission.INDICATORS_RECORD, "indicators:list")
    )


def _url(actor: Actor, needs: Permission, name: str) -> str:
    return reverse(name, kwargs={"council": actor.council.slug}) if can(actor, needs) else ""
