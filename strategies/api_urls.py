from django.urls import path

from .api import Outcomes, Strands, Strategies, Versions

urlpatterns = [
    path("strategies", Strategies.collection(), name="strategies"),
    path("strategies/<uuid:id>", Strategies.at_id(), name="strategy"),
    path("versions", Versions.collection(), name="versions"),
    path("versions/<uuid:id>", Versions.at_id(), name="version"),
    path("strands", Strands.collection(), name="strands"),
    path("strands/<uuid:id>", Strands.at_id(), name="strand"),
    path("outcomes", Outcomes.collection(), name="outcomes"),
    path("outcomes/<uuid:id>", Outcomes.at_id(), name="outcome"),
]
