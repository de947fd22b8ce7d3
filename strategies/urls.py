from django.urls import path

from . import oversight_views, views

app_name = "strategies"

urlpatterns = [
    path("boards/<slug:slug>/oversight/", oversight_views.oversight, name="oversight"),
    path("strategies/<slug:slug>/", views.strategy, name="strategy"),
    path("strategies/<slug:slug>/strands/<str:code>/", views.strand, name="strand"),
]
