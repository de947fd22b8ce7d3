from django.urls import path

from . import health, views

app_name = "councils"

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("<slug:council>/changes/", views.changes, name="changes"),
]
