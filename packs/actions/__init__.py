"""All writes to packs and deliveries that a person or a command requests."""

from .packs import PackRefused, Settlement, cancel_pack, release_pack, request_pack, settle_delivery

__all__ = [
    "PackRefused",
    "Settlement",
    "cancel_pack",
    "release_pack",
    "request_pack",
    "settle_delivery",
]
