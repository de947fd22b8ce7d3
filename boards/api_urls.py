from django.urls import path

from .api import Boards

urlpatterns = [
    path("boards", Boards.collection(), name="boards"),
    path("boards/<uuid:id>", Boards.at_id(), name="board"),
]
