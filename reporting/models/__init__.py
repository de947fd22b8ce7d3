"""Told in: the board's quarterly paper, frozen and rendered, and its way to each recipient."""

from .deliveries import Delivery, Recipient
from .packs import Pack, Snapshot

__all__ = ["Delivery", "Pack", "Recipient", "Snapshot"]
