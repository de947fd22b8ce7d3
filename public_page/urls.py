from django.urls import path

from . import views

app_name = "public_page"

urlpatterns = [
    path("public-page/", views.settings, name="settings"),
    path("public-page/change/", views.change, name="change"),
    path("public-page/preview/", views.preview, name="preview"),
    path("public-page/publish/", views.publish, name="publish"),
    path("public-page/on/", views.turn_on, name="on"),
    path("public-page/off/", views.turn_off, name="off"),
    path("public-page/editions/<uuid:edition>/", views.edition, name="edition"),
]
