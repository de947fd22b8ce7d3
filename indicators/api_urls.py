from django.urls import path

from .api import Benchmarks, Indicators, IndicatorSpc, Predecessors, Readings, Targets
from .api_bulk import ReadingsBulk
from .api_trajectories import ExpectedEffects, Trajectories

urlpatterns = [
    path("benchmarks", Benchmarks.collection(), name="benchmarks"),
    path("benchmarks/<uuid:id>", Benchmarks.at_id(), name="benchmark"),
    path("indicators", Indicators.collection(), name="indicators"),
    path("indicators/<uuid:id>", Indicators.at_id(), name="indicator"),
    path("indicators/<uuid:id>/spc", IndicatorSpc.at_id(), name="indicator_spc"),
    path("predecessors", Predecessors.collection(), name="predecessors"),
    path("predecessors/<uuid:id>", Predecessors.at_id(), name="predecessor"),
    path("readings", Readings.collection(), name="readings"),
    path("readings:bulk", ReadingsBulk.collection(), name="readings_bulk"),
    path("readings/<uuid:id>", Readings.at_id(), name="reading"),
    path("targets", Targets.collection(), name="targets"),
    path("targets/<uuid:id>", Targets.at_id(), name="target"),
    path("trajectories", Trajectories.collection(), name="trajectories"),
    path("trajectories/<uuid:id>", Trajectories.at_id(), name="trajectory"),
    path("expected-effects", ExpectedEffects.collection(), name="expected_effects"),
    path("expected-effects/<uuid:id>", ExpectedEffects.at_id(), name="expected_effect"),
]
