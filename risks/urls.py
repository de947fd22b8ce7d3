from django.urls import path

from .views import register, risks

app_name = "risks"

PLAN = "strategies/<slug:slug>/risks/"
ONE = "risks/<uuid:risk>/"

urlpatterns = [
    path(PLAN, register.register, name="list"),
    path(f"{PLAN}risks.csv", register.register_file, name="csv"),
    path(f"{PLAN}scale/", register.scale, name="scale"),
    path(f"{PLAN}add/", risks.add, name="add"),
    path(ONE, risks.one, name="risk"),
    path(f"{ONE}change/", risks.change, name="change"),
    path(f"{ONE}remove/", risks.remove, name="remove"),
]
