"""Every write to packs, their deliveries and quarters that a person or a command asks for."""

from .packs import (
    PackRefused,
    Settlement,
    cancel_pack,
    release_pack,
    request_pack,
    settle_delivery,
)
from .quarters import QuarterRefused, close_quarter, reopen_quarter

__all__ = [
    "PackRefused",
    "QuarterRefused",
    "Settlement",
    "cancel_pack",
    "close_quarter",
    "release_pack",
    "reopen_quarter",
    "request_pack",
    "settle_delivery",
]
