"""A council with two plans, a closed quarter, an open one, and people whom no public page may name."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest

from councils.models import Organisation, Post
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import Deliverable
from public_page import actions
from public_page.drafting import draft_of
from public_page.models import PublicPage
from strategies.models import Outcome, ReportingPeriod
from tests.cast import TODAY
from tests.factories import (
    AssignmentFactory,
    DeliverableFactory,
    DuePointFactory,
    IndicatorFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    SaidAndDidFactory,
    StrandFactory,
    StrategyFactory,
    TargetFactory,
)
from voice.models import SaidLink

NOW = datetime(2016, 7, 8, 9, tzinfo=UTC)
CLOSED = "2016-17-Q1"
SETTINGS = actions.Settings(
    introduction="This is our plan.\n\nIt has seven parts.",
    contact_email="send@northport.example.org",
    contact_phone="01234 567890",
    tested_on=None,
    known_problems="",
)


@dataclass
class Plan:
    """What the council of the tests has. `by` may publish."""

    council: Any
    by: Any
    strategy: Any
    other: Any
    items: dict[str, Deliverable] = field(default_factory=dict)

    def within(self):
        return council_context(self.council.id)

    def settings(self, strategies=None, **changed):
        values = {name: getattr(SETTINGS, name) for name in actions.Settings.__slots__} | changed
        chosen = [self.strategy] if strategies is None else strategies
        with self.within():
            return actions.save_settings(
                settings=actions.Settings(**values), strategies=chosen, by=self.by, today=TODAY
            )

    def draft(self, label=CLOSED):
        with self.within():
            period = ReportingPeriod.objects.get(label=label)
            return draft_of(self.council, PublicPage.objects.first(), period, today=TODAY)

    def publish(self, label=CLOSED, seen=None):
        seen = seen or self.draft(label).sha256
        with self.within():
            period = ReportingPeriod.objects.get(label=label)
            return actions.publish(period=period, seen=seen, by=self.by, today=TODAY, now=NOW)

    def turn_on(self):
        with self.within():
            actions.turn_on(by=self.by)


def quarter(label, *, closed):
    return PeriodFactory(label=label, closed_at=NOW if closed else None)


def said_entries(period, deliverables):
    """An entry that is published with these deliverables, one that is withdrawn, and a draft."""
    words = {"you_said": "We wait too long", "we_did": "There is a base.\nIt opens at nine."}
    entry = SaidAndDidFactory(title="Waiting", period=period, **words)
    SaidAndDidFactory(title="A withdrawn entry", state="withdrawn")
    SaidAndDidFactory(title="A draft entry", state="draft", published_on=None)
    for each in deliverables:
        SaidLink.objects.create(entry=entry, deliverable=each)


@pytest.fixture
def plan(cast):
    """Nothing is public yet."""
    with council_context(cast.council.id):
        before, now, open_one = (
            quarter("2015-16-Q4", closed=True),
            quarter(CLOSED, closed=True),
            quarter("2016-17-Q2", closed=False),
        )
        trust = Organisation.objects.create(name="Northport NHS Trust")
        strategy = StrategyFactory(title="SEND strategy", strand_noun="Section", deliverable_noun="Milestone")
        strand = StrandFactory(strategy=strategy, code="A", title="Early help")
        outcome = Outcome.objects.create(strand=strand, title="Children get help sooner")
        asked = Outcome.objects.create(strand=strand, title="Is this an outcome?", is_query=True)
        person = PersonFactory(name="Robin Example", initials="RQX", email="robin@example.org")
        hidden = PersonFactory(initials="ZQ")
        post = Post.objects.create(title="Head of SEND", holder=person)

        def item(title, **more):
            return DeliverableFactory(strand=strand, title=title, **more)

        items = {
            "done": item("Open a base", outcome=outcome),
            "late": item("Train staff", accountable=trust, outcome=asked),
            "none": item("Map the services"),
            "dropped": item("A dropped thing", dropped_on=date(2016, 6, 1)),
        }
        AssignmentFactory(deliverable=items["done"], post=post, person=None, state="identified")
        AssignmentFactory(deliverable=items["late"], person=hidden)
        DuePointFactory(deliverable=items["done"], due_on=date(2016, 6, 30), done_on=date(2016, 6, 20))
        DuePointFactory(deliverable=items["late"], due_on=date(2016, 5, 31))
        said = {"narrative": "Robin Example says so.", "by_name": "Robin Example", "recorded_on": TODAY}
        early = {**said, "recorded_on": date(2016, 4, 10), "recorded_at": datetime(2016, 4, 10, tzinfo=UTC)}
        ProgressUpdateFactory(deliverable=items["done"], period=before, rag="green", **early)
        ProgressUpdateFactory(deliverable=items["late"], period=before, rag="green", **early)
        ProgressUpdateFactory(deliverable=items["done"], period=now, rag="complete", **said)
        ProgressUpdateFactory(deliverable=items["late"], period=now, rag="red", **said)
        ProgressUpdateFactory(deliverable=items["none"], period=open_one, rag="green", **said)
        indicator = IndicatorFactory(
            strategy=strategy, title="Plans in time", is_headline=True, polarity="high"
        )
        ReadingFactory(indicator=indicator, period="2015-16-Q4", value=54)
        ReadingFactory(indicator=indicator, value=61)
        ReadingFactory(indicator=indicator, period="2016-06", value=99, provisional=True)
        TargetFactory(indicator=indicator, value=60)
        small = IndicatorFactory(strategy=strategy, title="Left out", is_headline=True, unit="number")
        ReadingFactory(indicator=small, value=3)
        IndicatorFactory(strategy=strategy, title="No headline")
        other = StrategyFactory(title="A plan that nobody ticked")
        hidden_item = DeliverableFactory(strand=StrandFactory(strategy=other), title="Not for the public")
        said_entries(now, [items["late"], items["done"], items["dropped"], hidden_item])
    with council_context(cast.other.id):
        theirs = StrategyFactory(title="Southshire canary")
        DeliverableFactory(strand=StrandFactory(strategy=theirs), title="Southshire canary item")
        SaidAndDidFactory(title="Southshire canary entry")
    return Plan(cast.council, cast.actor(Role.APPROVER), strategy, other, items)


@pytest.fixture
def public(plan):
    """The plan with its closed quarter published and the page on."""
    plan.settings()
    plan.publish()
    plan.turn_on()
    return plan
