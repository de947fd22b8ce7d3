from django.urls import path

from . import views

app_name = "minutes"

MEETING = "boards/<slug:slug>/meetings/<uuid:meeting>/minutes/"
ENTRY = "minutes/<uuid:entry>/"

urlpatterns = [
    path(MEETING, views.meeting, name="meeting"),
    path(f"{MEETING}attendance/", views.attendance, name="attendance"),
    path(f"{MEETING}interests/add/", views.add_interest, name="interest"),
    path(f"{MEETING}interests/<uuid:interest>/remove/", views.remove_interest, name="remove-interest"),
    path(f"{MEETING}confirm/", views.confirm, name="confirm"),
    path(f"{MEETING}answer/<uuid:entry>/", views.answer, name="answer"),
    path("minutes/", views.register, name="list"),
    path("minutes/minutes.csv", views.register_file, name="csv"),
    path(ENTRY, views.entry, name="entry"),
    path(f"{ENTRY}change/", views.change, name="change"),
    path(f"{ENTRY}remove/", views.remove, name="remove"),
    path(f"{ENTRY}state/", views.state, name="state"),
    path(f"{ENTRY}correct/", views.correct, name="correct"),
]
