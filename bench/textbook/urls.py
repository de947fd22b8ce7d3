"""Addresses of the textbook lists."""

from django.urls import path

from . import views

urlpatterns = [
    path("deliverables", views.Deliverables.as_view({"get": "list"})),
    path("indicators", views.Indicators.as_view({"get": "list"})),
    path("readings", views.Readings.as_view({"get": "list"})),
    path("changes", views.Changes.as_view({"get": "list"})),
]
