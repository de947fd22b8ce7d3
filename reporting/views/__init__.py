"""The pages that tell boards how the plan stands."""

from .boards import board, dashboard
from .changes import changes
from .glossary import glossary
from .packs import (
    pack,
    pack_cancel,
    pack_delivery_settle,
    pack_new,
    pack_pdf,
    pack_release,
    packs,
)

__all__ = [
    "board",
    "changes",
    "dashboard",
    "glossary",
    "pack",
    "pack_cancel",
    "pack_delivery_settle",
    "pack_new",
    "pack_pdf",
    "pack_release",
    "packs",
]
