from django.urls import path

from . import views

app_name = "guide"

urlpatterns = [
    path("help/", views.contents, name="contents"),
    path("help/<slug:name>/", views.page, name="page"),
    path("help/pictures/<slug:name>.png", views.picture, name="picture"),
]
