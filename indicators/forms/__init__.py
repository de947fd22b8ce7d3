"""Forms for the rows of indicator tables, their values and the effects expected on them."""

from .effects import EffectForm, EffectOfDeliverableForm, EffectOnIndicatorForm
from .quarter_grid import QuarterGrid
from .rebases import RebaseForm
from .rows import IndicatorForm, NewIndicatorForm, SeveralForm
from .values import ConfidenceForm, ReadingForm, RemoveForm, TargetForm

__all__ = [
    "ConfidenceForm",
    "EffectForm",
    "EffectOfDeliverableForm",
    "EffectOnIndicatorForm",
    "IndicatorForm",
    "NewIndicatorForm",
    "QuarterGrid",
    "ReadingForm",
    "RebaseForm",
    "RemoveForm",
    "SeveralForm",
    "TargetForm",
]
