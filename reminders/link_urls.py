from django.urls import path

from .link_page import update_link

urlpatterns = [path("updates/<slug:slug>/<str:token>/", update_link, name="update_link")]
