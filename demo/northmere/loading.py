"""Fictional council, with a plan and three years of quarters up to the day when it is loaded."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from councils.importers import read_toml
from councils.models import Council
from councils.tenancy import council_context, recorded
from strategies.importers.quarters import add_quarters
from strategies.models import ReportingPeriod, Strand, Strategy

from ..accounts import ACTOR
from ..branding import give_branding
from ..samples import add_recipients, noon
from .clock import Clock
from .deliverables import add_deliverable
from .governance import add_boards, add_meetings, add_people
from .indicators import add_indicators
from .inspection import add_inspection
from .minutes import add_minutes
from .readers import add_readers
from .risks_and_money import add_risks_and_money
from .versions import circulate_second_version, publish_first_version

SLUG = "northmere"


def load_northmere() -> Council:
    """Create the fictional council if it is missing. An existing one is not changed."""
    plan = read_toml(settings.BASE_DIR / "fixtures" / SLUG / "plan.toml")
    with transaction.atomic():
        council, is_new = Council.objects.get_or_create(slug=SLUG, defaults={"name": plan["name"]})
        if is_new:
            with council_context(council.id, actor=ACTOR), recorded("strategy.loaded", actor=ACTOR):
                _load(council, plan, Clock(timezone.localdate()))
                add_recipients(council)
            council = give_branding(council)
    return council


def _load(council: Council, plan: dict[str, Any], clock: Clock) -> None:
    add_quarters(clock.quarters[0], clock.present.next.next.next.next)
    for period in ReportingPeriod.objects.filter(cut_off_on__lt=clock.today):
        ReportingPeriod.objects.filter(id=period.id).update(closed_at=noon(period.cut_off_on))
    strategy = Strategy.objects.create(
        slug="send-and-inclusion-strategy",
        title=plan["strategy"],
        kind=Strategy.Kind.STRATEGY,
        summary=plan["summary"],
        starts_on=clock.quarters[0].starts_on,
        ends_on=clock.present.next.next.next.next.ends_on,
    )
    people = add_people(plan["people"])
    strands = [
        Strand.objects.create(strategy=strategy, code=entry["code"], title=entry["title"], position=position)
        for position, entry in enumerate(plan["strands"], start=1)
    ]
    add_boards(plan["boards"], strategy, {strand.code: strand for strand in strands}, people)
    add_meetings(clock)
    for strand, entry in zip(strands, plan["strands"], strict=True):
        if strand is strands[-1]:
            publish_first_version(council, strategy, clock)
        for position, printed in enumerate(entry["deliverables"], start=1):
            add_deliverable(strand, position, printed, people, clock)
    add_indicators(strategy, plan["indicators"], clock)
    add_inspection(council, strategy, plan, clock)
    add_risks_and_money(strategy, plan, people, clock)
    circulate_second_version(council, strategy, clock)
    add_readers(strategy, plan["readers"], people, clock)
    add_minutes(council, plan["minutes"], people, clock)
