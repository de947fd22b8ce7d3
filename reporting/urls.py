from django.urls import path

from . import views

app_name = "reporting"

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("boards/<slug:slug>/", views.board, name="board"),
    path("quarters/<str:label>/", views.quarter, name="quarter"),
    path("quarters/<str:label>/close/", views.close, name="quarter_close"),
    path("glossary/", views.glossary, name="glossary"),
]
