from django.urls import path

from . import health, views
from .branding import views as branding
from .people.urls import urlpatterns as people

app_name = "councils"

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("<slug:council>/look/", branding.branding, name="branding"),
    path("<slug:council>/look.css", branding.branding_css, name="branding_css"),
    path("<slug:council>/logo.png", branding.logo, name="logo"),
    *people,
]
