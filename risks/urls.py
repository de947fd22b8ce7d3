from django.urls import path

from . import views

app_name = "risks"

PLAN = "strategies/<slug:slug>/risks/"
ONE = "risks/<uuid:risk>/"

urlpatterns = [
    path(PLAN, views.register, name="list"),
    path(f"{PLAN}risks.csv", views.register_file, name="csv"),
    path(f"{PLAN}add/", views.add, name="add"),
    path(ONE, views.one, name="risk"),
    path(f"{ONE}change/", views.change, name="change"),
    path(f"{ONE}remove/", views.remove, name="remove"),
]
