"""Negative control: a sender that claims its email and records the answer, with nothing in between. It sends twice."""

from django.utils import timezone

from core import mail
from packs.sending import Sending
from packs.states import DeliveryState


class ClaimOnly(Sending):
    """`claimed`, then `accepted`. To the sweep, a claim whose worker died is an email that did not go out."""

    def run(self, *, clock):
        mail.send(self.message(), before_data=lambda: None)
        self._finish(DeliveryState.ACCEPTED, "accepted", accepted_at=clock(), error="")

    def mine(self):
        return AnyMove(super().mine())


class AnyMove:
    """Rows that move from `claimed` to any state."""

    def __init__(self, rows):
        self.rows = rows

    def move(self, after, **fields):
        return self.rows.filter(state=DeliveryState.CLAIMED).update(state=after.value, **fields)


def send_pack(*, council_id, pack_id):
    while (sending := ClaimOnly.claim(council_id, pack_id, now=timezone.now())) is not None:
        sending.run(clock=timezone.now)
