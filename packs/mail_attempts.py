"""One attempt to send one email that is a row: at most once, whatever happens to the worker.

The state `transmitting` is committed just before the message's bytes go out. If the worker dies in that state, the
email may have arrived or not. In any earlier state it has not arrived and is sent again.
"""

from __future__ import annotations

import logging
import random
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar

from core import mail
from councils.tenancy import council_context, recorded

from . import sending_mark
from .retries import next_attempt_delay
from .states import DeliveryState
from .stored import NotAsStored

logger = logging.getLogger(__name__)

TRANSMIT_LEASE = timedelta(seconds=75)
"""Time for the message itself: at most three waits of `EMAIL_TIMEOUT`."""


class TakenOver(Exception):
    """The lease ran out and another worker has the email, or it is no longer to be sent."""


class MailAttempt(ABC):
    """An email's row that this worker has claimed. `lease_until` proves that it is still this worker's.

    `actor` and `verb` name who sends it and what its acts are called in the change log: "delivery.accepted".
    """

    actor: ClassVar[str]
    verb: ClassVar[str]

    def __init__(self, council_id: int, row: Any, lease_until: datetime) -> None:
        self.council_id = council_id
        self.row = row
        self.lease_until = lease_until
        self.may_have_arrived = False

    @staticmethod
    def is_held() -> bool:
        """Whether nothing may be sent, because the database was restored (1 query)."""
        why = sending_mark.why_held()
        if why:
            logger.error("%s.", why)
        return bool(why)

    @abstractmethod
    def message(self) -> Any:
        """The email. Raises NotAsStored if what it carries is not what was stored."""

    @abstractmethod
    def mine(self) -> Any:
        """The row while it is still this worker's, as a queryset that can `move`."""

    def moved(self) -> None:  # noqa: B027 (most rows have nothing that follows)
        """What follows from a new state of the row, in the same transaction."""

    def deliver(self, before_data: Callable[[], None], clock: Callable[[], datetime]) -> dict[str, Any]:
        """Send the email, and return what else is to be stored with its acceptance. Raises what `mail.send` raises."""
        mail.send(self.message(), before_data=before_data)
        return {}

    def run(self, *, clock: Callable[[], datetime]) -> None:
        """Send the email and record the server's answer."""
        name = f"{type(self.row).__name__} {self.row.public_id}"
        try:
            fields = self.deliver(lambda: self._transmitting(clock()), clock)
        except TakenOver:
            logger.info("%s was taken over.", name)
        except (mail.Refused, NotAsStored) as problem:
            self._finish(DeliveryState.FAILED, "failed", error=str(problem))
        except mail.PutOff as problem:
            self._try_later(str(problem), clock())
        except mail.Uncertain as problem:
            self._finish(DeliveryState.UNCERTAIN, "uncertain", error=str(problem))
        except Exception as problem:
            logger.exception("%s broke off.", name)
            self._failed_unexpectedly(f"{type(problem).__name__}: {problem}", clock())
        else:
            self._finish(DeliveryState.ACCEPTED, "accepted", accepted_at=clock(), error="", **fields)

    def _transmitting(self, now: datetime) -> None:
        """Commit that the email may have arrived from now on. Raises TakenOver."""
        lease_until = now + TRANSMIT_LEASE
        with (
            council_context(self.council_id, actor=self.actor),
            recorded(f"{self.verb}.transmitting", actor=self.actor),
        ):
            if not self.mine().move(DeliveryState.TRANSMITTING, lease_until=lease_until):
                raise TakenOver
        self.lease_until, self.may_have_arrived = lease_until, True
        sending_mark.count_one()

    def _try_later(self, error: str, now: datetime) -> None:
        delay = next_attempt_delay(self.row.attempts, random.random())  # noqa: S311 (spreads load, hides nothing)
        if delay is None:
            self._finish(DeliveryState.FAILED, "failed", error=error)
        else:
            self._finish(DeliveryState.RETRY_WAIT, "put_off", error=error, next_attempt_at=now + delay)

    def _failed_unexpectedly(self, error: str, now: datetime) -> None:
        if self.may_have_arrived:
            self._finish(DeliveryState.UNCERTAIN, "uncertain", error=error)
        else:
            self._try_later(error, now)

    def _finish(self, after: DeliveryState, act: str, **fields: Any) -> None:
        with (
            council_context(self.council_id, actor=self.actor),
            recorded(f"{self.verb}.{act}", actor=self.actor),
        ):
            moved = self.mine().move(after, **fields)
            if moved:
                self.moved()
        if moved:
            logger.info("%s %s: %s.", type(self.row).__name__, self.row.public_id, act)
