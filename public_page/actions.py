"""Change what the public page shows, publish an edition, and turn the page on and off."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from core.refusals import ChangeRefused
from core.words import list_words
from councils.actors import Actor, require
from councils.people.names_in_words import known_people, people_in
from councils.permissions import Permission
from councils.tenancy import recorded
from strategies.models import ReportingPeriod, Strategy

from .document import FORMAT
from .drafting import draft_of
from .models import PublicEdition, PublicPage, PublicPlan

SETTINGS_FIRST = "Fill in the settings of the public page first"
SOMETHING_CHANGED = (
    "The plan, “You said, we did” or the settings have changed since you opened the preview. "
    "Look at it again, then publish"
)


NAMES_SOMEBODY = (
    "The words of the plan or of “You said, we did” name a person. Change them where they stand, then publish"
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a council decides about its page. See `PublicPage`."""

    introduction: str
    contact_email: str
    contact_phone: str
    tested_on: date | None
    known_problems: str


def save_settings(
    *, settings: Settings, strategies: Collection[Strategy], by: Actor, today: date
) -> PublicPage:
    """Save what the next edition shows, and what the accessibility statement says at once.

    Raises ChangeRefused if a text names a person of the council, or for a day of testing that is to come.
    """
    require(by, Permission.PLAN_PUBLISH)
    if problems := _problems(settings, by, today):
        raise ChangeRefused(problems)
    values = {name: getattr(settings, name) for name in Settings.__slots__} | {"statement_on": today}
    with recorded("public-page.changed", actor=by.reference):
        page = PublicPage.objects.select_for_update().first()
        if page is None:
            page = PublicPage.objects.create(**values)
        else:
            for name, value in values.items():
                setattr(page, name, value)
            page.save()
        known = set(PublicPlan.objects.values_list("strategy_id", flat=True))
        chosen = {each.pk for each in strategies}
        PublicPlan.objects.filter(strategy_id__in=known - chosen).delete()
        PublicPlan.objects.bulk_create(PublicPlan(strategy_id=each) for each in sorted(chosen - known))
    return page


def _problems(settings: Settings, by: Actor, today: date) -> dict[str, str]:
    people = known_people(by.council)
    problems = {}
    for name in ("introduction", "known_problems", "contact_email", "contact_phone"):
        if found := people_in(getattr(settings, name), people).stops:
            problems[name] = (
                "This is the address of a person. Enter one that a team reads"
                if name == "contact_email"
                else f"This names {list_words(found)}. The page names no person: leave the name out"
            )
    if settings.tested_on and settings.tested_on > today:
        problems["tested_on"] = "The day of the test must not be in the future"
    return problems


def publish(*, period: ReportingPeriod, seen: str, by: Actor, today: date, now: datetime) -> PublicEdition:
    """Freeze the quarter as the next edition. While the page is on, the public sees it at once.

    `seen` is the SHA-256 of the draft that the person has looked at. Raises ChangeRefused if the edition would say
    something else by now, or may not be published.
    """
    require(by, Permission.PLAN_PUBLISH)
    page = PublicPage.objects.select_for_update().first()
    if page is None:
        raise ChangeRefused(SETTINGS_FIRST)
    draft = draft_of(by.council, page, period, today=today)
    if draft.problem:
        raise ChangeRefused(draft.problem)
    if draft.names:
        raise ChangeRefused(NAMES_SOMEBODY)
    if draft.sha256 != seen:
        raise ChangeRefused(SOMETHING_CHANGED)
    with recorded("public-page.published", actor=by.reference):
        edition: PublicEdition = PublicEdition.objects.create(
            period=period,
            edition=draft.progress.edition,
            format=FORMAT,
            content=draft.content,
            sha256=draft.sha256,
            published_on=today,
            published_at=now,
            published_by=by.name,
        )
    return edition


def turn_on(*, by: Actor) -> bool:
    """Show the published quarters to the public. Return whether the page was off."""
    require(by, Permission.PLAN_PUBLISH)
    if not PublicEdition.objects.exists():
        raise ChangeRefused("Publish a quarter first. Then turn the page on")
    return _switch(True, by)


def turn_off(*, by: Actor) -> bool:
    """Hide everything from the public. The editions stay. Return whether the page was on."""
    require(by, Permission.PLAN_PUBLISH)
    return _switch(False, by)


def _switch(on: bool, by: Actor) -> bool:
    with recorded("public-page.on" if on else "public-page.off", actor=by.reference):
        return bool(PublicPage.objects.exclude(is_on=on).update(is_on=on))
