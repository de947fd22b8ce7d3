from django.urls import path

from . import views

app_name = "calendars"

ADDRESS = "calendars/<uuid:address>/"

urlpatterns = [
    path("calendars/", views.addresses, name="list"),
    path("calendars/new/", views.new_address, name="new"),
    path(f"{ADDRESS}replace/", views.replace_address, name="replace"),
    path(f"{ADDRESS}end/", views.end_address, name="end"),
]
