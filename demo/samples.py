"""Sample progress and readings in the two published councils: made up, marked, and by a fictional officer."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from boards.models import Board, Recipient
from core.periods import Period
from councils.importers import read_table
from councils.models import Council, User
from councils.permissions import Role
from councils.tenancy import recorded
from deliverables.models import Deliverable, ProgressUpdate
from indicators.models import Indicator, Reading
from strategies.models import ReportingPeriod, Strategy

from .accounts import ACTOR

QUARTER = "2016-17-Q1"
FOLDER: Path = settings.BASE_DIR / "fixtures" / "demo"


def add_samples(council: Council) -> None:
    """Add sample updates, readings and recipients to a council, unless it has sample updates already."""
    if ProgressUpdate.objects.filter(sample=True).exists():
        return
    with recorded("sample.added", actor=ACTOR):
        _updates(council)
        _indicators(council)
        _readings(council)
        add_recipients(council)


def add_recipients(council: Council) -> None:
    """Add each board's distribution list. All addresses are in example.org."""
    boards = {board.slug: board for board in Board.objects.all()}
    rows = [row for row in read_table(FOLDER / "recipients.csv") if row["council"] == council.slug]
    Recipient.objects.bulk_create(
        Recipient(
            board=boards[row["board"]],
            sits_on=boards[row["sits_on"]],
            name=row["name"],
            email=row["email"],
            position=position,
        )
        for position, row in enumerate(rows)
    )


def _updates(council: Council) -> None:
    officer = User.objects.get(email=f"{Role.OFFICER}@{council.slug}.example.org")
    period = ReportingPeriod.objects.get(label=QUARTER)
    deliverables = {
        (code, position): deliverable
        for code, position, deliverable in (
            (each.strand.code, each.position, each) for each in Deliverable.objects.select_related("strand")
        )
    }
    ProgressUpdate.objects.bulk_create(
        ProgressUpdate(
            deliverable=deliverables[row["strand"], int(row["position"])],
            period=period,
            quarter_starts_on=period.starts_on,
            rag=row["rag"],
            narrative=row["narrative"],
            reason=row["reason"] or "",
            path_to_green=row["path_to_green"] or "",
            forecast_on=date.fromisoformat(row["forecast_on"]) if row["forecast_on"] else None,
            recorded_on=date.fromisoformat(row["recorded_on"]),
            recorded_at=noon(date.fromisoformat(row["recorded_on"])),
            by_user=officer,
            by_name=officer.name,
            sample=True,
        )
        for row in read_table(FOLDER / f"{council.slug}_updates.csv")
    )


def _indicators(council: Council) -> None:
    """Add indicator rows for readings to a plan that names what it would measure but prints no table."""
    strategy = Strategy.objects.get()
    Indicator.objects.bulk_create(
        Indicator(
            strategy=strategy,
            set=Indicator.Set.SECONDARY,
            group="Sample indicators",
            label=row["position"],
            position=int(row["position"]),
            title=row["title"],
            kind=Indicator.Kind.QUANTITATIVE,
            unit=row["unit"],
            polarity=row["polarity"],
        )
        for row in read_table(FOLDER / f"{council.slug}_indicators.csv")
    )


def _readings(council: Council) -> None:
    indicators = {(each.set, each.position): each for each in Indicator.objects.all()}
    Reading.objects.bulk_create(
        Reading(
            indicator=indicators[row["set"], int(row["position"])],
            period=period,
            ends_on=Period.parse(period).ends_on,
            value=value,
            sample=True,
        )
        for row in read_table(FOLDER / f"{council.slug}_readings.csv")
        for period, value in row.items()
        if period not in ("set", "position") and value
    )


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
