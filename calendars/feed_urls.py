from django.urls import path

from .feed import feed

urlpatterns = [path("calendars/<str:secret>.ics", feed, name="calendar_feed")]
