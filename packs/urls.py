from django.urls import path

from . import cycle_views, views

app_name = "packs"

CYCLE = "boards/<slug:slug>/cycle/"

urlpatterns = [
    path(CYCLE, cycle_views.cycle, name="cycle"),
    path(f"{CYCLE}start/", cycle_views.start, name="start_cycle"),
    path(f"{CYCLE}stop/", cycle_views.stop, name="stop_cycle"),
    path(f"{CYCLE}figures/", cycle_views.figures, name="take_figures"),
    path("packs/", views.packs, name="list"),
    path("packs/new/", views.pack_new, name="new"),
    path("packs/<uuid:pack>/", views.pack, name="pack"),
    path("packs/<uuid:pack>/pack.pdf", views.pack_pdf, name="pdf"),
    path("packs/<uuid:pack>/release/", views.pack_release, name="release"),
    path("packs/<uuid:pack>/cancel/", views.pack_cancel, name="cancel"),
    path(
        "packs/<uuid:pack>/deliveries/<uuid:delivery>/",
        views.pack_delivery_settle,
        name="settle_delivery",
    ),
]
