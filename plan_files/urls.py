from django.urls import path

app_name = "plan_files"

urlpatterns: list = []
