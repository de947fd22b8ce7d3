from django.urls import path

from . import views

app_name = "reporting"

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("boards/<slug:slug>/", views.board, name="board"),
    path("changes/", views.changes, name="changes"),
    path("glossary/", views.glossary, name="glossary"),
    path("packs/", views.packs, name="packs"),
    path("packs/new/", views.pack_new, name="pack_new"),
    path("packs/<uuid:pack>/", views.pack, name="pack"),
    path("packs/<uuid:pack>/pack.pdf", views.pack_pdf, name="pack_pdf"),
    path("packs/<uuid:pack>/release/", views.pack_release, name="pack_release"),
    path("packs/<uuid:pack>/cancel/", views.pack_cancel, name="pack_cancel"),
    path(
        "packs/<uuid:pack>/deliveries/<uuid:delivery>/",
        views.pack_delivery_settle,
        name="pack_delivery_settle",
    ),
]
