from django.urls import path

from .api import Risks

urlpatterns = [
    path("risks", Risks.collection(), name="risks"),
    path("risks/<uuid:id>", Risks.at_id(), name="risk"),
]
