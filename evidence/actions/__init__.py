"""Actions on evidence and inspection areas. Only these write."""

from .areas import add_area, change_area, map_area, remove_area
from .evidence import add_evidence, change_evidence, forget_files, link_evidence, remove_evidence
from .links import LinkedTo

__all__ = [
    "LinkedTo",
    "add_area",
    "add_evidence",
    "change_area",
    "change_evidence",
    "forget_files",
    "link_evidence",
    "map_area",
    "remove_area",
    "remove_evidence",
]
