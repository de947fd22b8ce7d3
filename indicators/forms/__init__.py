"""Forms for the rows of indicator tables, their values and the effects expected on them."""

from .effects import EffectForm, EffectOfDeliverableForm, EffectOnIndicatorForm
from .rows import IndicatorForm, NewIndicatorForm, SeveralForm
from .trajectories import CloseForm, ScenarioForm, TrajectoryForm, TrajectoryRows
from .values import ConfidenceForm, ReadingForm, RemoveForm, TargetForm

__all__ = [
    "CloseForm",
    "ConfidenceForm",
    "EffectForm",
    "EffectOfDeliverableForm",
    "EffectOnIndicatorForm",
    "IndicatorForm",
    "NewIndicatorForm",
    "ReadingForm",
    "RemoveForm",
    "ScenarioForm",
    "SeveralForm",
    "TargetForm",
    "TrajectoryForm",
    "TrajectoryRows",
]
