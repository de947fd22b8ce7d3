from django.urls import path

from . import quarter_views, views

app_name = "strategies"

urlpatterns = [
    path("quarters/", quarter_views.quarters, name="quarters"),
    path("quarters/days-of-grace/", quarter_views.days_of_grace, name="days_of_grace"),
    path("quarters/add/", quarter_views.add, name="quarters_add"),
    path("quarters/<str:label>/cut-off/", quarter_views.cut_off, name="quarter_cut_off"),
    path("quarters/<str:label>/reopen/", quarter_views.reopen, name="quarter_reopen"),
    path("strategies/<slug:slug>/", views.strategy, name="strategy"),
    path("strategies/<slug:slug>/strands/<str:code>/", views.strand, name="strand"),
]
