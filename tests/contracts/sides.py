"""Side: a council with a row of every model. Every free text contains the council's canary."""

from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any

from django.utils import timezone

from calendars.models import CalendarAddress
from councils.actors import Actor
from councils.files import store_evidence, store_logo, store_pack_file, store_pdf
from councils.models import ChangeCounter, Council, Membership
from councils.tenancy import council_context
from packs.models import Delivery, Pack
from tests.contracts.rows import ACCESS_MODELS, WRITABLE_MODELS, Rows, sha256_of
from tests.factories import CouncilFactory

CANARY = {"north": "canaryofnorth", "south": "canaryofsouth"}


@dataclass
class Side:
    """A council and its rows. `clients` are its members and API keys, `member` is the one whom a test acts as."""

    council: Council
    rows: Rows
    clients: dict[str, Any] = field(default_factory=dict)
    member: Membership | None = None

    @classmethod
    def make(cls, slug: str) -> "Side":
        council = CouncilFactory(
            slug=slug, name=f"{slug} council", pinned_today=date(2016, 7, 8), accent="#0b6141"
        )
        council.logo_sha256 = store_logo(council, CANARY[slug].encode())
        council.save(update_fields=["logo_sha256"])
        side, actor = cls(council, Rows(CANARY[slug])), Actor.system(council).reference
        with council_context(council.id, actor=actor):
            for model in (*WRITABLE_MODELS, *ACCESS_MODELS):
                side.rows.one(model)
        with council_context(council.id, actor=actor, request_id="another"):
            Delivery.objects.update(state="uncertain")
            Pack.objects.update(state="released", released_at=timezone.now())
        store_evidence(council, CANARY[slug].encode(), "0" * 64)
        store_pdf(council, CANARY[slug].encode(), sha256_of(CANARY[slug]))
        store_pack_file(council, CANARY[slug].encode(), sha256_of(CANARY[slug]))
        return side

    def value(self, argument: Any) -> Any:
        """Value of an example's argument in this council. A model means the `public_id` of its row."""
        if isinstance(argument, list):
            return [self.value(one) for one in argument]
        if isinstance(argument, dict):
            return {name: self.value(one) for name, one in argument.items()}
        if isinstance(argument, str | int):
            return argument
        model, name = argument if isinstance(argument, tuple) else (argument, "public_id")
        with council_context(self.council.id):
            return str(attrgetter(name)(self.rows.one(model)))

    def give_address(self, member: Membership) -> None:
        """Make the council's calendar address this member's, because nobody else finds it."""
        CalendarAddress.objects.filter(pk=self.rows.one(CalendarAddress).pk).update(membership=member)

    def last_change(self) -> int:
        """Number of the council's latest change. It only increases when something is written."""
        with council_context(self.council.id):
            return ChangeCounter.objects.get().seq
