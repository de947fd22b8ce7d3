"""A plan with a version on its way, for the tests of versions."""

from datetime import date

from django.utils import timezone

from boards.models import Board
from councils.actors import Actor
from councils.models import Organisation
from councils.permissions import Role
from councils.tenancy import council_context
from indicators.models import Indicator
from plan_versions import actions
from plan_versions.actions import StepRow
from plan_versions.models import ApprovalStep, PlanVersion
from strategies.models import (
    CoverRole,
    FrameworkCell,
    Outcome,
    Priority,
    Reference,
    Strategy,
    SuccessMatrixCell,
)
from tests.cast import TODAY
from tests.factories import (
    AssignmentFactory,
    BoardFactory,
    DeliverableFactory,
    DuePointFactory,
    IndicatorFactory,
    OrganisationFactory,
    PersonFactory,
    ReadingFactory,
    StrandFactory,
    StrategyFactory,
    TargetFactory,
)

LIST = "/northport/strategies/plan/versions/"


def make_plan() -> Strategy:
    """A plan with something on each sheet. Call it inside the council's context."""
    strategy = StrategyFactory(slug="plan", title="Our plan", contact_text="office@example.org")
    first = StrandFactory(strategy=strategy, code="A", title="Early help", position=1)
    StrandFactory(strategy=strategy, code="B", title="Health", position=2)
    outcome = Outcome.objects.create(strand=first, title="Children are heard", position=1)
    one = DeliverableFactory(strand=first, number="1", position=1, title="Train staff", outcome=outcome)
    DeliverableFactory(strand=first, number="2", position=2, title="Open a base", detail=["North", "South"])
    DuePointFactory(deliverable=one, source_text="Sep 2016")
    person = PersonFactory(initials="JK", name="Jo King", email="jo@example.org", state="identified")
    unknown = PersonFactory(initials="", name="Ann Doe", state="identified")
    AssignmentFactory(deliverable=one, person=person, state="identified")
    AssignmentFactory(deliverable=one, person=unknown, state="identified", role="joint", position=2)
    IndicatorFactory(strategy=strategy, title="Attendance", label="1", position=1)
    row = Indicator.objects.get()
    ReadingFactory(indicator=row, period="2015-16-Q4", value=50, numerator=2, denominator=4)
    ReadingFactory(indicator=row, period="2016-17-Q1", value=81.5)
    TargetFactory(indicator=row, period="2017-03-31", value=90)
    board = BoardFactory(name="SEND Board", slug="send-board", position=1)
    OrganisationFactory(name="Clinical Commissioning Group")
    CoverRole.objects.create(strategy=strategy, role="lead", person=person, position=1)
    CoverRole.objects.create(strategy=strategy, role="lead_board", board=board, position=2)
    Priority.objects.create(strand=first, code="A1", title="Shared ethos", position=1)
    Reference.objects.create(strategy=strategy, kind="law", text="The Act", position=1)
    FrameworkCell.objects.create(
        strategy=strategy, kind="question", questions=["How do we know?"], position=1
    )
    SuccessMatrixCell.objects.create(
        strategy=strategy, theme="Ethos", question="What will be seen?", items=["Trust"], position=1
    )
    return strategy


def approvers() -> list[StepRow]:
    """A post as printed first, then a board and an organisation side by side."""
    return [
        StepRow(None, 1, "DCS approval", "post"),
        StepRow(None, 2, "SEND Board", "board", board=Board.objects.get()),
        StepRow(None, 2, "CCG approval", "organisation", organisation=Organisation.objects.get()),
    ]


class Way:
    """A version and what is done with it. Each act has a council context of its own."""

    def __init__(self, cast, label: str = "Version 4", *, plan: Strategy | None = None) -> None:
        self.cast, self.officer, self.approver = cast, cast.actor(), cast.actor(Role.APPROVER)
        with self.inside():
            self.plan = plan or Strategy.objects.filter(slug="plan").first() or make_plan()
            self.version = actions.add_version(
                strategy=self.plan, label=label, note="New dates", by=self.officer, now=timezone.now()
            )
            if not ApprovalStep.objects.filter(plan_version=self.version).exists():
                actions.save_steps(version=self.version, rows=approvers(), by=self.officer)

    def inside(self):
        return council_context(self.cast.council.pk)

    @property
    def url(self) -> str:
        return f"{LIST}{self.version.public_id}/"

    def fresh(self) -> PlanVersion:
        self.version = PlanVersion.objects.for_pages().get(pk=self.version.pk)
        return self.version

    def step(self, words: str) -> ApprovalStep:
        return ApprovalStep.objects.get(plan_version=self.version, words=words)

    def _do(self, act, by: Actor, **said):
        with self.inside():
            return act(by=by, now=timezone.now(), today=TODAY, **said)

    def circulate(self) -> "Way":
        self._do(actions.circulate_version, self.officer, version=self.version)
        return self

    def approve(self, words: str, on: date = TODAY) -> "Way":
        with self.inside():
            step = self.step(words)
        self._do(actions.approve_step, self.officer, step=step, on=on)
        return self

    def send_back(self, words: str, comment: str = "Name a lead") -> "Way":
        with self.inside():
            step = self.step(words)
        self._do(actions.return_step, self.officer, step=step, on=TODAY, comment=comment)
        return self

    def take_back(self, words: str, reason: str = "Wrong meeting") -> "Way":
        with self.inside():
            step = self.step(words)
        self._do(actions.take_back_approval, self.officer, step=step, reason=reason)
        return self

    def draft_again(self, reason: str = "A lead is missing") -> "Way":
        with self.inside():
            self.fresh()
        self._do(actions.back_to_draft, self.officer, version=self.version, reason=reason)
        return self

    def withdraw(self, reason: str = "Given up") -> "Way":
        with self.inside():
            self.fresh()
        self._do(actions.withdraw_version, self.officer, version=self.version, reason=reason)
        return self

    def publish(self) -> "Way":
        with self.inside():
            self.fresh()
        self._do(actions.publish_version, self.approver, version=self.version)
        return self

    def published(self) -> "Way":
        self.circulate()
        for words in ("DCS approval", "SEND Board", "CCG approval"):
            self.approve(words)
        return self.publish()
