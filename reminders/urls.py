from django.urls import path

from . import views

app_name = "reminders"

urlpatterns = [
    path("reminders/", views.reminders, name="reminders"),
    path("reminders/change/", views.change, name="change"),
    path("reminders/stop/", views.stop, name="stop"),
]
