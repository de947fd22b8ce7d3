from django.urls import path

from .views import areas, evidence, inspection, ticking

app_name = "evidence"

PLAN = "strategies/<slug:slug>/"
ONE = "evidence/<uuid:evidence>/"
AREA = "inspection/<uuid:area>/"

urlpatterns = [
    path(f"{PLAN}evidence/", evidence.evidence_list, name="list"),
    path(f"{PLAN}evidence/add/", evidence.add, name="add"),
    path(ONE, evidence.one, name="evidence"),
    path(f"{ONE}file", evidence.file, name="file"),
    path(f"{ONE}change/", evidence.change, name="change"),
    path(f"{ONE}links/", ticking.evidence_links, name="links"),
    path(f"{ONE}remove/", evidence.remove, name="remove"),
    path(f"{PLAN}inspection/", inspection.inspection, name="inspection"),
    path(f"{PLAN}inspection/bundle.zip", inspection.bundle, name="bundle"),
    path(f"{PLAN}inspection/add/", areas.add, name="add_area"),
    path(f"{AREA}change/", areas.change, name="change_area"),
    path(f"{AREA}items/", ticking.area_items, name="area_items"),
    path(f"{AREA}remove/", areas.remove, name="remove_area"),
]
