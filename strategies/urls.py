from django.urls import path

from . import oversight_views, views

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
]
