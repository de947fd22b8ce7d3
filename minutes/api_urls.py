from django.urls import path

from .api import Decisions, Meetings

urlpatterns = [
    path("meetings", Meetings.collection(), name="meetings"),
    path("meetings/<uuid:id>", Meetings.at_id(), name="meeting"),
    path("decisions", Decisions.collection(), name="decisions"),
    path("decisions/<uuid:id>", Decisions.at_id(), name="decision"),
]
