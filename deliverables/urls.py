from django.urls import path

from . import views

app_name = "deliverables"

urlpatterns = [
    path("my-work/", views.my_work, name="my_work"),
    path("undo/", views.undo, name="undo"),
    path("deliverables/", views.deliverable_list, name="list"),
    path("deliverables/export/csv/", views.export, {"kind": "csv"}, name="export"),
    path("deliverables/export/xlsx/", views.export, {"kind": "xlsx"}, name="export"),
    path("deliverables/change/", views.change, name="change"),
    path("strategies/<slug:slug>/grid/", views.grid, name="grid"),
    path("deliverables/<uuid:deliverable>/", views.detail, name="deliverable"),
    path("deliverables/<uuid:deliverable>/update/", views.update, name="update"),
    path("deliverables/<uuid:deliverable>/no-change/", views.no_change, name="no_change"),
]
