from django.urls import path

from . import views

app_name = "money"

PLAN = "strategies/<slug:slug>/money/"
ONE = "money/<uuid:line>/"

urlpatterns = [
    path(PLAN, views.lines, name="list"),
    path(f"{PLAN}money.csv", views.lines_file, name="csv"),
    path(f"{PLAN}add/", views.add, name="add"),
    path(f"{ONE}change/", views.change, name="change"),
    path(f"{ONE}remove/", views.remove, name="remove"),
]
