"""Who reads minutes, on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from councils.actors import Actor, can
from councils.permissions import Permission


@dataclass(frozen=True)
class Reading:
    """The reader and the council's day."""

    actor: Actor
    today: date

    @property
    def names(self) -> bool:
        """Whether they see people's names."""
        return can(self.actor, Permission.PEOPLE_NAMES)
