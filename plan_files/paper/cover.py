"""The cover: who it is by, its period, roles, and the table of versions and approvals as a plan prints it."""

from __future__ import annotations

from collections.abc import Iterable

from core.paper.blocks import Block, Column, Row, Table, Text, line
from core.periods import words_for_date
from core.words import plural
from strategies.models import CoverRole, Strategy
from strategies.plan import PlanAsPublished

NOT_SHOWN = "Name not shown"


def cover_blocks(plan: PlanAsPublished, *, names: bool) -> Iterable[Block]:
    """What stands on the cover below the title. Without `names`, people are shown by initials only."""
    strategy = plan.strategy
    if strategy.parent_plan:
        yield Text(strategy.parent_plan, "Part of")
    if strategy.period_words:
        yield Text(strategy.period_words, "Period")
    if strategy.delivery_words:
        yield Text(strategy.delivery_words, "Delivery plan")
    facts = list(_facts(plan, names=names))
    if facts:
        yield Table(
            "Roles on the cover",
            (Column("Role", 34), Column("Who", 66)),
            tuple(Row((line(role), line(who))) for role, who in facts),
        )
    if plan.versions:
        yield Table(
            "Version control",
            (Column("Version", 22), Column("Date", 28), Column("Approved by or stage", 50)),
            tuple(_versions(plan, names=names)),
        )


def _facts(plan: PlanAsPublished, *, names: bool) -> Iterable[tuple[str, str]]:
    for role, holders in plan.cover.items():
        yield (
            plural(role) if len(holders) > 1 else role,
            "; ".join(_holder(each, names=names) for each in holders),
        )
    strategy: Strategy = plan.strategy
    if strategy.contact_text and names:
        yield "Contact details", strategy.contact_text


def _holder(role: CoverRole, *, names: bool) -> str:
    if role.board is not None:
        return str(role.board.name)
    person = role.person
    assert person is not None  # by the constraint of the table
    who = (person.name or person.initials) if names else (person.initials or NOT_SHOWN)
    post = role.post
    organisation = post.organisation if post else None
    return ", ".join(
        filter(None, (who, post.title if post else "", organisation.name if organisation else ""))
    )


def _versions(plan: PlanAsPublished, *, names: bool) -> Iterable[Row]:
    for version in plan.versions:
        label = f"{version.head['label']}{' (withdrawn)' if version.head['withdrawn_on'] else ''}"
        for approval in version.lines:
            by = approval["approver"]
            if approval["kind"] == "person" and not names:
                by = NOT_SHOWN
            elif approval["person__name"] and names and approval["person__name"] != by:
                by = f"{by} ({approval['person__name']})"
            yield Row((line(label), line(words_for_date(approval["approved_on"])), line(by)))
        if not version.lines:
            yield Row((line(label), line(""), line("No approval recorded")))
