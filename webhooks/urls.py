from django.urls import path

from . import views

app_name = "webhooks"

urlpatterns = [
    path("webhooks/", views.webhooks, name="list"),
    path("webhooks/new/", views.new_webhook, name="new"),
    path("webhooks/<uuid:webhook>/", views.one_webhook, name="one"),
    path("webhooks/<uuid:webhook>/change/", views.change, name="change"),
    path("webhooks/<uuid:webhook>/rotate/", views.rotate, name="rotate"),
    path("webhooks/<uuid:webhook>/on/", views.turn_on, name="on"),
    path("webhooks/<uuid:webhook>/off/", views.turn_off, name="off"),
    path("webhooks/<uuid:webhook>/remove/", views.remove, name="remove"),
    path("webhooks/<uuid:webhook>/messages/<uuid:message>/again/", views.send_again, name="again"),
]
