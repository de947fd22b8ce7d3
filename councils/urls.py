from django.urls import path

from . import health, views
from .look import views as look

app_name = "councils"

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("<slug:council>/look/", look.look, name="look"),
    path("<slug:council>/look.css", look.look_css, name="look_css"),
    path("<slug:council>/logo.png", look.logo, name="logo"),
]
