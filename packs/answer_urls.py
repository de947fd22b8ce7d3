from django.urls import path

from .views.notify_answers import notify_answer

urlpatterns = [path("deliveries/notify/", notify_answer, name="notify_answer")]
