from django.urls import path

from . import views

app_name = "reporting"

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("boards/<slug:slug>/", views.board, name="board"),
    path("glossary/", views.glossary, name="glossary"),
]
