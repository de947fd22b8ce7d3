from django.urls import path

from .people_and_changes import Changes, People

urlpatterns = [
    path("people", People.collection(), name="people"),
    path("people/<uuid:id>", People.at_id(), name="person"),
    path("changes", Changes.collection(), name="changes"),
    path("changes/<uuid:id>", Changes.at_id(), name="change-of"),
    path("changes/<int:id>", Changes.at_id(), name="change"),
]
