"""Forms of evidence and inspection areas."""

from .areas import AreaForm
from .evidence import AddEvidenceForm, ChangeEvidenceForm, EvidenceFilterForm
from .ticks import TicksFilterForm, TicksForm

__all__ = [
    "AddEvidenceForm",
    "AreaForm",
    "ChangeEvidenceForm",
    "EvidenceFilterForm",
    "TicksFilterForm",
    "TicksForm",
]
