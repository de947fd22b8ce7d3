from django.urls import path

from . import views

app_name = "keys"

urlpatterns = [
    path("people/keys/", views.keys, name="list"),
    path("people/keys/new/", views.new_key, name="new"),
    path("people/keys/<uuid:key>/rotate/", views.rotate, name="rotate"),
    path("people/keys/<uuid:key>/networks/", views.networks, name="networks"),
    path("people/keys/<uuid:key>/withdraw/", views.withdraw, name="withdraw"),
]
