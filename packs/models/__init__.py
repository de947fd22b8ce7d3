"""Packs: frozen snapshots, rendered editions, the delivery to each recipient, and when any of it is due.

The tables of the first three keep the names that they had when these models belonged to `reporting`.
"""

from .cycles import BoardCycle
from .deliveries import Delivery
from .due_moments import DueMoment
from .packs import Pack, Snapshot

__all__ = ["BoardCycle", "Delivery", "DueMoment", "Pack", "Snapshot"]
