"""Submissions and the calendar of returns, as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q

from core.words import count_words
from councils.models import Person
from deliverables.models import Deliverable
from strategies.models import Strategy

from .models import AnswerChange, OwedReturn, ReaderComment, Sending, Submission, SubmissionStep
from .rules import Due, Repeats, State, due_state, due_words, may_follow, step_problem, takes_comments

STEP_LABELS = {
    State.SUBMITTED: "Mark as submitted",
    State.COMMENTS_RECEIVED: "Mark comments as received",
    State.ANSWERED: "Mark as answered",
    State.RESUBMITTED: "Mark as resubmitted",
    State.ACCEPTED: "Mark as accepted",
    State.CLOSED: "Close",
}


@dataclass(frozen=True)
class SubmissionLine:
    """A submission in the list of a plan."""

    submission: Submission
    state: str
    comments: str


@dataclass(frozen=True)
class NextStep:
    """A step that may follow. `problem` says what must be done before, "" for nothing."""

    state: str
    label: str
    problem: str


@dataclass(frozen=True)
class SubmissionPage:
    """A submission with its history and its comments. `unanswered` are labels of comments without an answer."""

    submission: Submission
    state: str
    steps: tuple[SubmissionStep, ...]
    comments: tuple[ReaderComment, ...]
    unanswered: tuple[str, ...]
    next_steps: tuple[NextStep, ...]
    takes_comments: bool

    @property
    def words(self) -> str:
        """ "3 comments, 1 without an answer: 2"."""
        if not self.comments:
            return "No comments"
        words = count_words(len(self.comments), "comment")
        if not self.unanswered:
            return f"{words}, all answered"
        return f"{words}, {len(self.unanswered)} without an answer: {', '.join(self.unanswered)}"


def submission_lines(strategy: Strategy) -> list[SubmissionLine]:
    """The plan's submissions, latest first (1 query)."""
    rows = Submission.objects.filter(strategy=strategy).select_related("version")
    counted: Any = rows.annotate(
        of_reader=Count("comments"), unanswered=Count("comments", filter=Q(comments__answer=""))
    )
    return [
        SubmissionLine(row, State(row.state).word, _comments_words(row.of_reader, row.unanswered))
        for row in counted
    ]


def _comments_words(number: int, unanswered: int) -> str:
    if not number:
        return "None"
    return f"{number}, all answered" if not unanswered else f"{number}, {unanswered} without an answer"


def submission_page(submission: Submission) -> SubmissionPage:
    """A submission with its steps and comments (4 queries at most)."""
    comments = tuple(comments_of(submission))
    unanswered = tuple(each.label for each in comments if not each.answer)
    state = State(submission.state)
    return SubmissionPage(
        submission,
        state.word,
        tuple(SubmissionStep.objects.filter(submission=submission)),
        comments,
        unanswered,
        tuple(
            NextStep(to.value, STEP_LABELS[to], step_problem(state, to, unanswered, comments=len(comments)))
            for to in may_follow(state)
        ),
        takes_comments(state),
    )


def comments_of(submission: Submission) -> list[ReaderComment]:
    """The reader's comments in order, with who answered and what was changed (3 queries at most)."""
    deliverables = Deliverable.objects.select_related("strand", "strategy")
    changes = AnswerChange.objects.prefetch_related(Prefetch("deliverable", deliverables))
    rows = ReaderComment.objects.filter(submission=submission).select_related("person", "post")
    return list(rows.prefetch_related(Prefetch("changes", changes)))


@dataclass(frozen=True)
class ReturnLine:
    """A return with where it stands on the day, in words."""

    owed: OwedReturn
    state: Due
    words: str
    repeats: str
    sending: Sending | None


@dataclass(frozen=True)
class Calendar:
    """The council's returns: those that are owed, the first due first, and those that were sent, the latest first."""

    owed: tuple[ReturnLine, ...]
    sent: tuple[ReturnLine, ...]
    has_sample: bool

    @property
    def words(self) -> str:
        """ "5 returns owed: 1 overdue, 2 due soon"."""
        if not self.owed:
            return "No returns owed"
        parts = []
        for state, words in ((Due.OVERDUE, "overdue"), (Due.DUE_SOON, "due soon")):
            if number := sum(line.state == state for line in self.owed):
                parts.append(f"{number} {words}")
        owed = f"{count_words(len(self.owed), 'return')} owed"
        return f"{owed}: {', '.join(parts)}" if parts else f"{owed}, none overdue or due soon"


@dataclass(frozen=True)
class CalendarQuery:
    """Which returns to show. "" and None mean all. `words` are in what is owed, to whom or with what evidence."""

    words: str = ""
    state: str = ""
    plan: UUID | None = None

    @property
    def any(self) -> bool:
        return bool(self.words or self.state or self.plan)


EVERY_RETURN = CalendarQuery()


def calendar_of(today: date, query: CalendarQuery = EVERY_RETURN) -> Calendar:
    """Returns of the council that match the query (2 queries)."""
    rows = OwedReturn.objects.all()
    if query.words:
        rows = rows.filter(
            Q(title__icontains=query.words)
            | Q(owed_to__icontains=query.words)
            | Q(evidence__icontains=query.words)
        )
    if query.plan:
        rows = rows.filter(strategy__public_id=query.plan)
    lines = [line for line in return_lines(rows, today) if query.state in ("", line.state)]
    sent = [(line.sending.sent_on, line) for line in lines if line.sending]
    sent.sort(key=lambda pair: pair[0], reverse=True)
    return Calendar(
        tuple(line for line in lines if not line.sending),
        tuple(line for _, line in sent),
        any(line.owed.sample for line in lines),
    )


def returns_of(person: Person, today: date) -> list[ReturnLine]:
    """Returns that a person answers for, themselves or in a post, and that are overdue or due soon (2 queries)."""
    lines = return_lines(owed_by(person), today)
    return [line for line in lines if line.state in (Due.OVERDUE, Due.DUE_SOON)]


def owed_by(person: Person) -> Any:
    """Returns that have not been sent and that a person answers for, themselves or in a post."""
    own = Q(owner_post__holder=person) | Q(owner_post=None, owner_person=person)
    return OwedReturn.objects.filter(own, sendings=None)


def return_lines(rows: Any, today: date) -> list[ReturnLine]:
    """Lines of these returns in order of their days (2 queries)."""
    sendings = Sending.objects.select_related("person", "post")
    found: Iterable[OwedReturn] = rows.select_related(
        "strategy", "owner_person", "owner_post"
    ).prefetch_related(Prefetch("sendings", sendings))
    return [_line(row, today) for row in found]


def _line(row: OwedReturn, today: date) -> ReturnLine:
    sending = next(iter(row.sendings.all()), None)
    sent_on = sending.sent_on if sending else None
    return ReturnLine(
        row,
        due_state(row.due_on, sent_on, today),
        due_words(row.due_on, sent_on, today),
        Repeats(row.repeats).word,
        sending,
    )
