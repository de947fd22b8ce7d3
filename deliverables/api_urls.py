from django.urls import path

from .api import Deliverables, ProgressUpdates

urlpatterns = [
    path("deliverables", Deliverables.collection(), name="deliverables"),
    path("deliverables/<uuid:id>", Deliverables.at_id(), name="deliverable"),
    path("progress-updates", ProgressUpdates.collection(), name="progress-updates"),
    path("progress-updates/<uuid:id>", ProgressUpdates.at_id(), name="progress-update"),
]
