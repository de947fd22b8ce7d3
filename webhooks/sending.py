"""Make the next message of each endpoint, and send what is due: claim, send outside any transaction, record the answer.

A worker that dies while it sends leaves the message to the next one, so a message may arrive twice, with the same id.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.db.models import F

from councils.models import Council
from councils.tenancy import council_context, recorded
from packs import sending_mark

from . import outgoing
from .models import Endpoint, Message, State
from .rules import OFF_AFTER, Outcome, next_moment, outcome_of
from .signing import headers_of
from .summaries import body_of, last_change

ACTOR = "task:webhooks"
LEASE = timedelta(minutes=2)
KEPT_FOR = timedelta(days=30)
"""How long a message stays in the log."""
MANY = 1000
"""Changes without news after which an endpoint's position moves on, so that they are not looked through again."""
LONGEST_PROBLEM = 500
MAY_BE_SENT = "The database was restored from a backup. This message may have been sent before."


def queue_messages(council_id: int, now: datetime) -> None:
    """Make a message for each endpoint that is on, has none waiting, and has not been told about everything."""
    council = Council.objects.get(pk=council_id)
    with council_context(council_id, actor=ACTOR):
        up_to = last_change()
        busy = Message.objects.filter(state=State.WAITING).values("endpoint_id")
        found = Endpoint.objects.filter(is_on=True, told_seq__lt=up_to).exclude(pk__in=busy)
        for endpoint in found.select_for_update(skip_locked=True):
            _queue_one(council, endpoint, up_to, now)


def _queue_one(council: Council, endpoint: Endpoint, up_to: int, now: datetime) -> None:
    body = body_of(council, endpoint, up_to, now)
    if not body and up_to - endpoint.told_seq < MANY:
        return
    with recorded("webhook.queued", actor=ACTOR):
        if body:
            first = endpoint.told_seq + 1
            Message.objects.create(
                endpoint=endpoint, first_seq=first, last_seq=up_to, body=body, made_at=now, due_at=now
            )
        Endpoint.objects.filter(pk=endpoint.pk).update(told_seq=up_to)
    old = Message.objects.filter(endpoint=endpoint, made_at__lt=now - KEPT_FOR).exclude(state=State.WAITING)
    with recorded("webhook.tidied", actor=ACTOR):
        old.delete()


def claim(council_id: int, now: datetime) -> Message | None:
    """Claim the council's next due message that no other worker has claimed, with its endpoint."""
    if sending_mark.why_held():
        return None
    with council_context(council_id, actor=ACTOR), recorded("webhook.claimed", actor=ACTOR):
        due = Message.objects.due(now).select_related("endpoint")
        message: Message | None = due.select_for_update(skip_locked=True, of=("self",)).first()
        if message is None:
            return None
        message.lease_until = now + LEASE
        message.attempts += 1
        Message.objects.filter(pk=message.pk).update(
            lease_until=message.lease_until, attempts=F("attempts") + 1, tried_at=now
        )
    return message


def send(council_id: int, message: Message, now: datetime) -> None:
    """Send a claimed message, and record what came of it. No transaction is open while it is sent."""
    body = message.body.encode()
    salts = message.endpoint.salts_at(now)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "sendplan",
        **headers_of(f"msg_{message.public_id.hex}", int(now.timestamp()), body, salts),
    }
    status, problem = None, ""
    try:
        status = outgoing.post(message.endpoint.address, body, headers)
    except (outgoing.NotAccepted, outgoing.NoAnswer) as refused:
        problem = f"{refused}."
    if status is not None and not 200 <= status < 300:
        problem = f"The receiver answered {status}, where 2xx is expected."
    _record(council_id, message, status, problem[:LONGEST_PROBLEM], now)


def _record(council_id: int, message: Message, status: int | None, problem: str, now: datetime) -> None:
    with council_context(council_id, actor=ACTOR):
        endpoint = Endpoint.objects.select_for_update().filter(pk=message.endpoint_id).first()
        mine = Message.objects.filter(pk=message.pk, lease_until=message.lease_until)
        if endpoint is None or not mine.exists():
            return
        since = endpoint.failing_since or now
        outcome = outcome_of(status=status, failing_for=now - since)
        if outcome is Outcome.DELIVERED:
            with recorded("webhook.delivered", actor=ACTOR):
                mine.update(state=State.DELIVERED, status=status, problem="", lease_until=None)
                if endpoint.failing_since:
                    Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=None)
            return
        due_at = next_moment(now, message.attempts, random.random())  # noqa: S311 (spreads load, hides nothing)
        with recorded(
            "webhook.switched_off" if outcome is Outcome.SWITCH_OFF else "webhook.put_off", actor=ACTOR
        ):
            mine.update(status=status, problem=problem, due_at=due_at, lease_until=None)
            fields: dict[str, object] = {"failing_since": since}
            if outcome is Outcome.SWITCH_OFF:
                fields |= {"is_on": False, "off_because": _why_off(status, since, problem)}
            Endpoint.objects.filter(pk=endpoint.pk).update(**fields)


def _why_off(status: int | None, since: datetime, problem: str) -> str:
    if status == 410:
        return "The receiver answered 410: it wants no more messages."
    hours = int(OFF_AFTER.total_seconds() // 3600)
    return f"No message has been accepted for {hours} hours. {problem}"


def drop_what_waits(actor: str) -> int:
    """Send none of the council's messages that wait: the database was restored, and they may have been sent before."""
    with recorded("webhook.dropped", actor=actor):
        dropped: int = Message.objects.filter(state=State.WAITING).update(
            state=State.STOPPED, problem=MAY_BE_SENT, lease_until=None
        )
    return dropped
