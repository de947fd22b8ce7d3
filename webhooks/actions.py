"""Add, change and remove endpoints, give them new secrets, and send a message again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from .models import Endpoint, Message, State, WebhookMoment
from .outgoing import NotAccepted, check_address
from .signing import new_salt, secret_of
from .summaries import OFFERED, last_change

MOST_ENDPOINTS = 10
OVERLAP = timedelta(hours=24)
"""How long messages are also signed with the secret before the new one."""


class WebhookRefused(ChangeRefused):
    """The webhook cannot be added or changed. The message says what to do."""


def add(*, name: str, address: str, types: Sequence[str], by: Actor) -> tuple[Endpoint, str]:
    """Add an endpoint, which is told about what changes from now on. Return it with its secret, which is shown once.

    Raises WebhookRefused.
    """
    require(by, Permission.KEYS_MANAGE)
    said = _checked(name, address, types)
    if Endpoint.objects.count() >= MOST_ENDPOINTS:
        raise WebhookRefused(f"A council has at most {MOST_ENDPOINTS} webhooks. Remove one first.")
    with recorded("webhook.added", actor=by.reference):
        endpoint = Endpoint.objects.create(salt=new_salt(), told_seq=last_change(), **said)
        WebhookMoment.objects.get_or_create(council=by.council)
    return endpoint, secret_of(endpoint.salt)


def change(*, endpoint: Endpoint, name: str, address: str, types: Sequence[str], by: Actor) -> Endpoint:
    """Change what an endpoint is called, where it is, and what it is told about. Raises WebhookRefused."""
    require(by, Permission.KEYS_MANAGE)
    said = _checked(name, address, types)
    with recorded("webhook.changed", actor=by.reference):
        for field, value in said.items():
            setattr(endpoint, field, value)
        endpoint.save(update_fields=list(said))
    return endpoint


def rotate(*, endpoint: Endpoint, by: Actor, now: datetime) -> str:
    """Give an endpoint a new secret and return it. For a day, messages are signed with both."""
    require(by, Permission.KEYS_MANAGE)
    with recorded("webhook.secret_rotated", actor=by.reference):
        endpoint.previous_salt, endpoint.previous_until = endpoint.salt, now + OVERLAP
        endpoint.salt = new_salt()
        endpoint.save(update_fields=["salt", "previous_salt", "previous_until"])
    return secret_of(endpoint.salt)


def turn_on(*, endpoint: Endpoint, by: Actor, now: datetime) -> None:
    """Send messages again. What has changed meanwhile is told, so nothing is missed."""
    require(by, Permission.KEYS_MANAGE)
    # Locked first, as a worker locks a message before it writes.
    waiting = Message.objects.filter(endpoint=endpoint, state=State.WAITING).select_for_update()
    numbers = [each.pk for each in waiting.order_by("pk")]
    with recorded("webhook.turned_on", actor=by.reference):
        endpoint.is_on, endpoint.off_because, endpoint.failing_since = True, "", None
        endpoint.save(update_fields=["is_on", "off_because", "failing_since"])
        Message.objects.filter(pk__in=numbers, state=State.WAITING).update(due_at=now, attempts=0)


def turn_off(*, endpoint: Endpoint, by: Actor) -> None:
    """Send no messages until somebody turns the endpoint on again."""
    require(by, Permission.KEYS_MANAGE)
    with recorded("webhook.turned_off", actor=by.reference):
        endpoint.is_on, endpoint.off_because = False, ""
        endpoint.save(update_fields=["is_on", "off_because"])


def remove(*, endpoint: Endpoint, by: Actor) -> None:
    """Remove an endpoint with the log of its messages."""
    require(by, Permission.KEYS_MANAGE)
    with recorded("webhook.removed", actor=by.reference):
        Message.objects.filter(endpoint=endpoint).delete()
        endpoint.delete()


def send_again(*, message: Message, by: Actor, now: datetime) -> None:
    """Send a message again, with the same id and body. Raises WebhookRefused if its endpoint is off."""
    require(by, Permission.KEYS_MANAGE)
    if not message.endpoint.is_on:
        raise WebhookRefused("This webhook is off. Turn it on first.")
    with recorded("webhook.sent_again", actor=by.reference):
        Message.objects.filter(pk=message.pk).update(
            state=State.WAITING, due_at=now, attempts=0, lease_until=None, problem=""
        )


def _checked(name: str, address: str, types: Sequence[str]) -> dict[str, object]:
    problems = {}
    if not 0 < len(name.strip()) <= 100:
        problems["name"] = "Enter a name of 1 to 100 characters, such as the system that is told"
    try:
        check_address(address.strip())
    except NotAccepted as refused:
        problems["address"] = str(refused)
    unknown = sorted(set(types) - set(OFFERED))
    if unknown:
        problems["types"] = f"Choose from the list what the system is told about, not {', '.join(unknown)}"
    if problems:
        raise WebhookRefused(problems)
    return {
        "name": name.strip(),
        "address": address.strip(),
        "types": [each for each in OFFERED if each in types],
    }
