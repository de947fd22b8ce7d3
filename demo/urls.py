from django.urls import path

from . import views

app_name = "demo"

urlpatterns = [path("example/", views.example, name="example")]
