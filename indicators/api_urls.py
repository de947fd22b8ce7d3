from django.urls import path

from .api import Benchmarks, Indicators, IndicatorSpc, Readings, Targets

urlpatterns = [
    path("benchmarks", Benchmarks.collection(), name="benchmarks"),
    path("benchmarks/<uuid:id>", Benchmarks.at_id(), name="benchmark"),
    path("indicators", Indicators.collection(), name="indicators"),
    path("indicators/<uuid:id>", Indicators.at_id(), name="indicator"),
    path("indicators/<uuid:id>/spc", IndicatorSpc.at_id(), name="indicator_spc"),
    path("readings", Readings.collection(), name="readings"),
    path("readings/<uuid:id>", Readings.at_id(), name="reading"),
    path("targets", Targets.collection(), name="targets"),
    path("targets/<uuid:id>", Targets.at_id(), name="target"),
]
