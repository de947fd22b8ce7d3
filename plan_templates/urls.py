from django.urls import path

from . import views

app_name = "plan_templates"

urlpatterns = [
    path("plan-templates/", views.templates, name="templates"),
    path("plan-templates/<slug:template>/", views.start, name="start"),
]
