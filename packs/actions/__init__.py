"""All writes to packs and deliveries that a person or a command requests."""

from .contents import save_template, save_words
from .cycles import CycleRefused, choose_release, release_due, start_cycle, stop_cycle, take_figures
from .packs import PackRefused, Settlement, cancel_pack, release_pack, request_pack, settle_delivery
from .reviewing import review_pack

__all__ = [
    "CycleRefused",
    "PackRefused",
    "Settlement",
    "cancel_pack",
    "choose_release",
    "release_due",
    "release_pack",
    "request_pack",
    "review_pack",
    "save_template",
    "save_words",
    "settle_delivery",
    "start_cycle",
    "stop_cycle",
    "take_figures",
]
