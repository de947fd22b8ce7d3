from django.urls import path

from . import views

app_name = "strategies"

urlpatterns = [
    path("strategies/<slug:slug>/", views.strategy, name="strategy"),
    path("strategies/<slug:slug>/strands/<str:code>/", views.strand, name="strand"),
]
