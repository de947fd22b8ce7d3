from django.urls import path

from . import views

app_name = "deliverables"

urlpatterns = [
    path("my-work/", views.my_work, name="my_work"),
    path("people/owners/", views.owners, name="owners"),
    path("boards/<slug:slug>/oversight/deliverables/", views.single_oversight, name="single_oversight"),
    path("approvals/", views.approvals, name="approvals"),
    path("approvals/which/", views.approval_page, name="approval"),
    path("approvals/<uuid:update>/return/", views.return_page, name="return_update"),
    path("approvals/<uuid:update>/withdraw/", views.withdraw, name="withdraw_update"),
    path("undo/", views.undo, name="undo"),
    path("deliverables/", views.deliverable_list, name="list"),
    path("deliverables/export/csv/", views.export, {"kind": "csv"}, name="export"),
    path("deliverables/export/xlsx/", views.export, {"kind": "xlsx"}, name="export"),
    path("deliverables/change/", views.change, name="change"),
    path("deliverables/new/", views.add_one, name="add"),
    path("deliverables/<uuid:deliverable>/change/", views.change_one, name="change_one"),
    path("strategies/<slug:slug>/grid/", views.grid, name="grid"),
    path("strategies/<slug:slug>/strands/<str:code>/order/", views.order_page, name="order"),
    path("deliverables/<uuid:deliverable>/", views.detail, name="deliverable"),
    path("deliverables/<uuid:deliverable>/update/", views.update, name="update"),
    path("deliverables/<uuid:deliverable>/no-change/", views.no_change, name="no_change"),
    path("deliverables/<uuid:deliverable>/drop/", views.drop_page, name="drop"),
    path("deliverables/<uuid:deliverable>/bring-back/", views.bring_back_page, name="bring_back"),
    path("deliverables/<uuid:deliverable>/move/", views.move_page, name="move"),
    path("deliverables/<uuid:deliverable>/merge/", views.merge_page, name="merge"),
    path("deliverables/<uuid:deliverable>/links/add/", views.link, name="link"),
    path("deliverables/<uuid:deliverable>/links/<uuid:link>/remove/", views.unlink, name="unlink"),
    path("deliverables/<uuid:deliverable>/split/", views.split_page, name="split"),
]
