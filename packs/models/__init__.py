"""Packs: frozen snapshots, rendered editions, the delivery to each recipient, and when any of it is due.

The tables of the first three keep the names that they had when these models belonged to `reporting`.
"""

from .contents import PackTemplate, PackWords
from .cycles import BoardCycle
from .deliveries import Delivery
from .due_moments import DueMoment
from .files import PackFile
from .packs import Pack, Snapshot
from .reviews import PackReview

__all__ = [
    "BoardCycle",
    "Delivery",
    "DueMoment",
    "Pack",
    "PackFile",
    "PackReview",
    "PackTemplate",
    "PackWords",
    "Snapshot",
]
