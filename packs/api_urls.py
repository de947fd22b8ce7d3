from django.urls import path

from .api import Packs

urlpatterns = [
    path("packs", Packs.collection(), name="packs"),
    path("packs/<uuid:id>", Packs.at_id(), name="pack"),
]
