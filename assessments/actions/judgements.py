"""Record, correct and remove judgements on a criterion, with what they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.models import Organisation, Person, Post
from councils.permissions import Permission
from councils.tenancy import recorded
from deliverables.models import Deliverable
from indicators.models import Indicator

from ..models import Criterion, Judgement, JudgementLink, ScaleLevel
from ..rules import next_level

Judge = Person | Post | Organisation | str
"""Who judged: somebody of the council's lists, or an organisation outside them by its name."""


@dataclass(frozen=True)
class LinkSaid:
    """A piece of evidence: a deliverable, an indicator, or an https address with its words."""

    what: Deliverable | Indicator | str
    label: str = ""


@dataclass(frozen=True)
class JudgementSaid:
    """What is said of a criterion. `missing` is what is missing for the next step up."""

    level: ScaleLevel
    judged_on: date
    judge: Judge
    reason: str
    missing: str = ""
    links: Sequence[LinkSaid] = ()
    sample: bool = False


def record_judgement(*, criterion: Criterion, said: JudgementSaid, by: Actor, today: date) -> Judgement:
    """Add a judgement. The earlier ones stay. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    _check(criterion, said, today)
    with recorded("judgement.recorded", actor=by.reference):
        judgement = Judgement.objects.create(criterion=criterion, **_columns(said))
        JudgementLink.objects.bulk_create(_links(judgement, said))
    return judgement


def correct_judgement(*, judgement: Judgement, said: JudgementSaid, by: Actor, today: date) -> None:
    """Correct what was recorded wrongly. A new judgement is another one. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    _check(judgement.criterion, said, today)
    with recorded("judgement.corrected", actor=by.reference):
        for name, value in _columns(said).items():
            setattr(judgement, name, value)
        judgement.save()
        stored = {_identity(link): link for link in judgement.links.all()}
        wanted = {_identity(link): link for link in _links(judgement, said)}
        gone = [link.pk for key, link in stored.items() if key not in wanted]
        JudgementLink.objects.filter(pk__in=gone).delete()
        moved = []
        for key, link in wanted.items():
            if key in stored and stored[key].position != link.position:
                stored[key].position = link.position
                moved.append(stored[key])
        JudgementLink.objects.bulk_update(moved, ["position"])
        JudgementLink.objects.bulk_create([link for key, link in wanted.items() if key not in stored])


def remove_judgement(*, judgement: Judgement, reason: str = "", by: Actor) -> None:
    """Remove a judgement that was recorded by mistake, with its evidence."""
    require(by, Permission.PLAN_CHANGE)
    with recorded("judgement.removed", actor=by.reference, reason=reason.strip()):
        JudgementLink.objects.filter(judgement=judgement).delete()
        judgement.delete()


def _check(criterion: Criterion, said: JudgementSaid, today: date) -> None:
    problems = {}
    levels = list(ScaleLevel.objects.filter(strategy_id=criterion.strategy_id))
    if said.level not in levels:
        problems["level"] = "Select a word of the plan’s scale"
    elif not said.missing.strip() and next_level([str(each) for each in levels], str(said.level)):
        above = next_level([str(each) for each in levels], str(said.level))
        problems["missing"] = f"Say what is missing for “{above}”"
    if not said.reason.strip():
        problems["reason"] = "Say why"
    if said.judged_on > today:
        problems["judged_on"] = "The day of the judgement must be today or earlier"
    if isinstance(said.judge, str) and not said.judge.strip():
        problems["judge"] = "Say who judged it"
    for link in said.links:
        if isinstance(link.what, str) and not is_address(link.what):
            problems["addresses"] = f"“{link.what[:60]}” must be an address that starts with https://"
    if problems:
        raise ChangeRefused(problems)


def is_address(text: str) -> bool:
    """Whether it is an https address of a host, of a length that can be kept."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    plain = not any(letter.isspace() for letter in text) and len(text) <= 500
    return plain and parts.scheme == "https" and bool(parts.hostname)


def _columns(said: JudgementSaid) -> dict[str, Any]:
    judge = said.judge
    return {
        "level": said.level,
        "judged_on": said.judged_on,
        "reason": said.reason.strip(),
        "missing": said.missing.strip(),
        "person": judge if isinstance(judge, Person) else None,
        "post": judge if isinstance(judge, Post) else None,
        "organisation": judge if isinstance(judge, Organisation) else None,
        "outside": judge.strip() if isinstance(judge, str) else "",
        "sample": said.sample,
    }


def _links(judgement: Judgement, said: JudgementSaid) -> list[JudgementLink]:
    links: dict[tuple[object, ...], JudgementLink] = {}
    for link in said.links:
        what = link.what
        made = JudgementLink(
            judgement=judgement,
            deliverable=what if isinstance(what, Deliverable) else None,
            indicator=what if isinstance(what, Indicator) else None,
            address=what if isinstance(what, str) else "",
            label=link.label.strip(),
        )
        links.setdefault(_identity(made), made)
    for position, made in enumerate(links.values(), 1):
        made.position = position
    return list(links.values())


def _identity(link: JudgementLink) -> tuple[object, ...]:
    return link.deliverable_id, link.indicator_id, link.address, link.label
