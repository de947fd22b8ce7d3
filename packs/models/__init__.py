"""Packs: frozen snapshots, rendered editions, and the delivery to each recipient.

The tables keep the names that they had when these models belonged to `reporting`.
"""

from .deliveries import Delivery
from .packs import Pack, Snapshot

__all__ = ["Delivery", "Pack", "Snapshot"]
