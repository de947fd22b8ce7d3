from django.urls import path

from . import oversight_views, quarter_views, views

app_name = "strategies"

STRATEGY = "strategies/<slug:slug>/"
STRAND = f"{STRATEGY}strands/<str:code>/"

urlpatterns = [
    path("boards/<slug:slug>/oversight/", oversight_views.oversight, name="oversight"),
    path("strategies/", views.plans, name="list"),
    path("strategies/new/", views.add, name="add"),
    path(STRATEGY, views.strategy, name="strategy"),
    path(f"{STRATEGY}change/", views.change, name="change"),
    path(f"{STRATEGY}copy/", views.copy, name="copy"),
    path(f"{STRATEGY}lists/<slug:name>/", views.strategy_list, name="strategy_list"),
    path(STRAND, views.strand, name="strand"),
    path(f"{STRAND}change/", views.change_strand, name="change_strand"),
    path(f"{STRAND}lists/<slug:name>/", views.strand_list, name="strand_list"),
    path("quarters/", quarter_views.quarters, name="quarters"),
    path("quarters/days-of-grace/", quarter_views.days_of_grace, name="days_of_grace"),
    path("quarters/add/", quarter_views.add, name="quarters_add"),
    path("quarters/<str:label>/cut-off/", quarter_views.cut_off, name="quarter_cut_off"),
    path("quarters/<str:label>/reopen/", quarter_views.reopen, name="quarter_reopen"),
]
