from django.urls import path

from . import views

app_name = "packs"

urlpatterns = [
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
