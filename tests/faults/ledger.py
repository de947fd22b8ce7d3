"""What became of every email: compared with what the mail server has, and with what a person sees on a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from councils.permissions import Role
from councils.tenancy import council_context
from packs.models import Delivery, Pack
from packs.states import ON_ITS_WAY, DeliveryState, PackState, pack_state_from
from reminders.models import Reminder
from tests.pages import text_of

if TYPE_CHECKING:
    from .world import World

SEEN_WITHIN = timedelta(minutes=5)
MAY_NOT = "May not have arrived"


@dataclass
class Ledger:
    """`events` counts the faults that were made. `longest` is from a fault until a page says what is uncertain."""

    world: World
    events: int = 0
    uncertain: int = 0
    longest: timedelta = timedelta(0)
    problems: list[str] = field(default_factory=list)
    _begun: dict[tuple[str, int], datetime] = field(default_factory=dict)
    _seen: set[tuple[str, int]] = field(default_factory=set)

    def event(self, number: int = 1) -> None:
        """Count a fault, and note which emails are under way at that moment."""
        self.events += number
        for kind, row in self._rows():
            if row.state == DeliveryState.TRANSMITTING:
                self._begun.setdefault((kind, row.pk), self.world.clock.now())

    def look(self) -> None:
        """Look whether pages show what has become uncertain since the last look."""
        pages: dict[object, str] = {}
        for kind, row in self._rows():
            key = (kind, row.pk)
            if row.state != DeliveryState.UNCERTAIN:
                self._seen.discard(key)
            elif key not in self._seen:
                self._seen.add(key)
                self.uncertain += 1
                about = row.pack_id if kind == "mail" else kind
                pages[about] = pages.get(about) or self._page(kind, row)
                if not re.search(rf"{re.escape(row.email)} (\d+ )?{MAY_NOT}", pages[about]):
                    self.problems.append(f"No page says that {row.email} may not have arrived.")
                since = self._begun.pop(key, self.world.clock.now())
                self.longest = max(self.longest, self.world.clock.now() - since)

    def _page(self, kind: str, row: Any) -> str:
        client = self.world.cast.client(Role.ADMINISTRATOR)
        slug = self.world.council.slug
        if kind == "reminder":
            return text_of(client.get(reverse("reminders:reminders", kwargs={"council": slug})))
        return text_of(
            client.get(reverse("packs:pack", kwargs={"council": slug, "pack": row.pack.public_id}))
        )

    def settle(self) -> bool:
        """Have a person settle what is uncertain, who has asked whether it arrived. Returns whether anything was."""
        client = self.world.cast.client(Role.APPROVER)
        found = self.world.mails(state=DeliveryState.UNCERTAIN)
        for row in found:
            parts = {
                "council": self.world.council.slug,
                "pack": row.pack.public_id,
                "delivery": row.public_id,
            }
            outcome = "arrived" if self.world.sink.accepted[row.message_id] else "send_again"
            client.post(reverse("packs:settle_delivery", kwargs=parts), {"outcome": outcome})
        return bool(found)

    def _rows(self) -> list[tuple[str, Any]]:
        with council_context(self.world.council.id, read_only=True):
            mails = Delivery.objects.select_related("pack").order_by("pk")
            return [("mail", row) for row in mails] + [("reminder", row) for row in Reminder.objects.all()]

    # The result

    @property
    def duplicated(self) -> int:
        return sum(count - 1 for count in self.world.sink.accepted.values())

    def lost(self) -> list[str]:
        """A sentence for each email without an outcome, or whose outcome is not what the mail server knows."""
        found = []
        for _, row in self._rows():
            state, arrived = DeliveryState(row.state), bool(self.world.sink.accepted[row.message_id])
            if state in ON_ITS_WAY:
                found.append(f"{row.email} is still {state.word.lower()}.")
            elif state == DeliveryState.ACCEPTED and not arrived:
                found.append(f"{row.email} counts as sent and is nowhere.")
            elif state in (DeliveryState.FAILED, DeliveryState.SUPPRESSED) and arrived:
                found.append(f"{row.email} counts as {state.word.lower()} and has arrived.")
        return found + self._lost_packs()

    def _lost_packs(self) -> list[str]:
        found = []
        with council_context(self.world.council.id, read_only=True):
            for pack in Pack.objects.prefetch_related("deliveries", "board__recipients"):
                mails = [DeliveryState(row.state) for row in pack.deliveries.all()]
                if pack.released_at and len(mails) != len(pack.board.recipients.all()):
                    found.append(
                        f"{pack} has {len(mails)} emails for {len(pack.board.recipients.all())} recipients."
                    )
                if pack.state in (PackState.SCHEDULED, PackState.FROZEN, PackState.RENDERING):
                    found.append(f"{pack} is still {pack.state}.")
                elif mails and pack.state not in (pack_state_from(mails), PackState.SUPERSEDED):
                    found.append(f"{pack} is {pack.state} with {mails}.")
        return found

    @property
    def figures(self) -> tuple[int | str, ...]:
        """Events, emails, duplicated, lost, uncertain, and the longest time until a person sees what is uncertain."""
        seen = f"{self.longest.total_seconds():.0f} s" if self.uncertain else "–"
        return (self.events, len(self._rows()), self.duplicated, len(self.lost()), self.uncertain, seen)

    def check(self) -> None:
        """Nothing was sent twice, nothing was lost, and a person saw in time what is uncertain."""
        assert self.problems == []
        assert self.lost() == []
        assert self.duplicated == 0
        assert self.longest <= SEEN_WITHIN
