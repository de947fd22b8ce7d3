"""Models: evidence and what it is linked to; areas that an inspection has named, and what answers them."""

from .areas import AreaBoard, AreaItem, AreaPartner, InspectionArea
from .evidence import Evidence, EvidenceLink, EvidenceUse

__all__ = [
    "AreaBoard",
    "AreaItem",
    "AreaPartner",
    "Evidence",
    "EvidenceLink",
    "EvidenceUse",
    "InspectionArea",
]
