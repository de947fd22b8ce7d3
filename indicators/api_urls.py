from django.urls import path

from .api import Indicators, Readings, Targets

urlpatterns = [
    path("indicators", Indicators.collection(), name="indicators"),
    path("indicators/<uuid:id>", Indicators.at_id(), name="indicator"),
    path("readings", Readings.collection(), name="readings"),
    path("readings/<uuid:id>", Readings.at_id(), name="reading"),
    path("targets", Targets.collection(), name="targets"),
    path("targets/<uuid:id>", Targets.at_id(), name="target"),
]
