"""Turn reminders on and off, make those of a day, and record an update by a link."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core import mail
from core.bank_holidays import bank_holidays
from core.periods import working_days_after
from councils.actors import Actor, require
from councils.models import Council, Membership
from councils.permissions import Permission
from councils.tenancy import council_context, recorded
from deliverables.actions import Saved, record_progress
from deliverables.models import Deliverable
from minutes.models import Entry
from packs.states import DeliveryState
from strategies.models import ReportingPeriod

from .access import problem_of
from .approvals import Approvals
from .models import Reminder, ReminderMoment, ReminderSettings, UpdateLink
from .rules import days_to_cover, link_expires_on
from .summaries import Letter, requests_of

KIND: dict[type[Any], str] = {Deliverable: "deliverable", Entry: "minute"}
"""How the stored items of a reminder name the rows that they are about."""
SENT_AT = time(7)
"""When reminders are sent, on working days."""


def save_settings(
    *, days_before: int, again_after: int, days_before_cut_off: int, by: Actor, now: datetime
) -> ReminderSettings:
    """Turn reminders on, or change when they are sent. The first ones go out on the next working day."""
    require(by, Permission.PEOPLE_MANAGE)
    chosen = {
        "days_before": days_before,
        "again_after": again_after,
        "days_before_cut_off": days_before_cut_off,
    }
    own = ReminderSettings.objects.select_for_update().first()
    with recorded("reminders.changed" if own else "reminders.started", actor=by.reference):
        if own is None:
            look_at = next_look(now)
            own = ReminderSettings.objects.create(
                **chosen, looked_on=by.council.today(now), next_look_at=look_at
            )
            set_moment(by.council, look_at)
        else:
            for name, value in chosen.items():
                setattr(own, name, value)
            own.save()
    return own


def stop(*, by: Actor) -> bool:
    """Turn reminders off. What waits to be sent is not sent any more. Return whether they were on."""
    require(by, Permission.PEOPLE_MANAGE)
    with recorded("reminders.stopped", actor=by.reference):
        Reminder.objects.move(DeliveryState.SUPPRESSED)
        number, _ = ReminderSettings.objects.all().delete()
    return bool(number)


def make_reminders(*, period: ReportingPeriod, by: Actor, today: date, now: datetime) -> int:
    """Make the emails of the day, one to a person, with a link for each item. Done twice, there is still one.

    Returns the number of emails.
    """
    require(by, Permission.PEOPLE_MANAGE)
    with recorded("reminders.made", actor=by.reference):
        own = ReminderSettings.objects.select_for_update().first()
        if own is None or own.looked_on == today:
            return 0
        found = requests_of(period, own.days, days=days_to_cover(own.looked_on, today))
        for letter in found.letters:
            _make(letter, period, today)
        own.looked_on, own.next_look_at = today, next_look(now)
        own.save(update_fields=["looked_on", "next_look_at"])
    return len(found.letters)


def _make(letter: Letter, period: ReportingPeriod, today: date) -> None:
    items = [
        {
            **_item(request.item),
            "reason": request.asked.reason.value,
            "on": request.asked.on.isoformat(),
        }
        for request in letter.requests
    ]
    reminder = Reminder(
        person=letter.person, day=today, name=letter.person.label, email=letter.email, items=items
    )
    reminder.message_id = mail.message_id(reminder.public_id)
    reminder.save(force_insert=True)
    UpdateLink.objects.bulk_create(
        UpdateLink(
            reminder=reminder,
            person=letter.person,
            deliverable=request.item,
            period=period,
            expires_on=link_expires_on(today, period.cut_off_on),
        )
        for request in letter.requests
        if isinstance(request.item, Deliverable)
    )


def _item(item: Deliverable | Entry | Approvals) -> dict[str, Any]:
    """How the stored items of a reminder say what they are about."""
    if isinstance(item, Approvals):
        return {"approvals": item.number}
    return {KIND[type(item)]: str(item.public_id)}


def update_by_link(*, link: UpdateLink, said: dict[str, Any], today: date, now: datetime) -> Saved:
    """Record the update of a link, which works once, or propose it if it needs approval.

    `said` is what `record_progress` takes.

    Raises PermissionDenied for a link that does not work any more, and what `record_progress` raises.
    """
    locked = UpdateLink.objects.select_for_update(of=("self",)).select_related("person__user").get(pk=link.pk)
    locked.deliverable, locked.period = link.deliverable, link.period
    if problem := problem_of(locked, today):
        raise PermissionDenied(f"{problem}.")
    by = actor_of(locked)
    with recorded("progress.recorded", actor=by.reference, reason=said.get("reason", "")):
        update = record_progress(
            deliverable=link.deliverable, period=link.period, by=by, today=today, now=now, **said
        )
        UpdateLink.objects.filter(pk=locked.pk).update(used_at=now)
    return update


def end_links_of(membership: Membership, by: Actor, now: datetime) -> None:
    """Let the links of a member whose membership has just ended work no more.

    Whoever ends the membership has checked that `by` may do so.
    """
    council = membership.council
    yesterday = council.today(now) - timedelta(days=1)
    with (
        council_context(council.id, actor=by.reference),
        recorded("reminders.links-ended", actor=by.reference),
    ):
        links = UpdateLink.objects.filter(person__user=membership.user, used_at=None)
        links.filter(expires_on__gt=yesterday).update(expires_on=yesterday)


def actor_of(link: UpdateLink) -> Actor:
    """Who updates by a link: the person, with the right to record progress and no other.

    Their user, if they have one, is named too, so that they do not approve their own update.
    """
    return Actor(
        council=link.council,
        name=link.person.label,
        reference=f"link:{link.public_id}",
        permissions=frozenset({Permission.PROGRESS_RECORD}),
        user=link.person.user,
    )


def next_look(now: datetime) -> datetime:
    """Seven in the morning of the next working day."""
    local = timezone.localtime(now)
    day = local.date() if local.time() < SENT_AT else local.date() + timedelta(days=1)
    holidays = bank_holidays(day.year) | bank_holidays(day.year + 1)
    if day.weekday() >= 5 or day in holidays:
        day = working_days_after(day, 1, holidays)
    return timezone.make_aware(datetime.combine(day, SENT_AT))


def set_moment(council: Council, due_at: datetime | None) -> None:
    """Say when the clock visits the council next."""
    ReminderMoment.objects.update_or_create(council=council, defaults={"due_at": due_at})
