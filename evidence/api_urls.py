from django.urls import path

from .api import Areas, EvidenceItems

urlpatterns = [
    path("evidence", EvidenceItems.collection(), name="evidence"),
    path("evidence/<uuid:id>", EvidenceItems.at_id(), name="evidence-item"),
    path("areas", Areas.collection(), name="areas"),
    path("areas/<uuid:id>", Areas.at_id(), name="area"),
]
