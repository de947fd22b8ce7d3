"""Every write to packs and their deliveries that a person or a command asks for."""

from .packs import PackRefused, Settlement, cancel_pack, release_pack, request_pack, settle_delivery

__all__ = [
    "PackRefused",
    "Settlement",
    "cancel_pack",
    "release_pack",
    "request_pack",
    "settle_delivery",
]
