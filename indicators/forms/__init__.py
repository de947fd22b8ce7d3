"""Forms for the rows of indicator tables, their values and the effects expected on them."""

from .breaks import BreakForm
from .effects import EffectForm, EffectOfDeliverableForm, EffectOnIndicatorForm
from .formulas import PooledForm, TwoRowsForm, form_class
from .predecessors import PredecessorForm
from .quarter_grid import QuarterGrid
from .rebases import RebaseForm
from .rows import IndicatorForm, NewIndicatorForm, SeveralForm
from .trajectories import CloseForm, ScenarioForm, TrajectoryForm, TrajectoryRows
from .values import ConfidenceForm, ReadingForm, RemoveForm, TargetForm

__all__ = [
    "BreakForm",
    "CloseForm",
    "ConfidenceForm",
    "EffectForm",
    "EffectOfDeliverableForm",
    "EffectOnIndicatorForm",
    "IndicatorForm",
    "NewIndicatorForm",
    "PooledForm",
    "PredecessorForm",
    "QuarterGrid",
    "ReadingForm",
    "RebaseForm",
    "RemoveForm",
    "ScenarioForm",
    "SeveralForm",
    "TargetForm",
    "TrajectoryForm",
    "TrajectoryRows",
    "TwoRowsForm",
    "form_class",
]
