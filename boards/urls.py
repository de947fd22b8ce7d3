from django.urls import path

from . import views

app_name = "boards"

BOARD = "boards/<slug:slug>/"

urlpatterns = [
    path("boards/", views.board_list, name="list"),
    path("meetings/", views.all_meetings, name="all_meetings"),
    path("meetings/new/", views.add_of_any_board, name="add_meetings"),
    path("boards/new/", views.add, name="add"),
    path("boards/order/", views.order, name="order"),
    path(f"{BOARD}change/", views.change, name="change"),
    path(f"{BOARD}remove/", views.remove, name="remove"),
    path(f"{BOARD}seats/", views.seats, name="seats"),
    path(f"{BOARD}recipients/", views.recipients, name="recipients"),
    path(f"{BOARD}meetings/", views.meetings, name="meetings"),
    path(f"{BOARD}meetings/<uuid:meeting>/", views.meeting, name="meeting"),
    path(f"{BOARD}meetings/<uuid:meeting>/remove/", views.meeting_remove, name="meeting_remove"),
]
