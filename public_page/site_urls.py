"""Addresses for everybody. `slug` and not `council`: the middleware would ask for a membership."""

from django.urls import path

from . import site

urlpatterns = [
    path("p/<slug:slug>/", site.progress, name="public_progress"),
    path("p/<slug:slug>/progress.json", site.progress_json, name="public_json"),
    path("p/<slug:slug>/progress.csv", site.progress_table, name="public_csv"),
    path("p/<slug:slug>/indicators.csv", site.indicators_table, name="public_indicators"),
    path("p/<slug:slug>/said.csv", site.said_table, name="public_said"),
    path("p/<slug:slug>/accessibility/", site.accessibility, name="public_accessibility"),
    path("p/<slug:slug>/colour.css", site.colour, name="public_colour"),
    path("p/<slug:slug>/logo.png", site.logo, name="public_logo"),
    path("p/<slug:slug>/<str:quarter>/", site.progress, name="public_progress"),
    path("p/<slug:slug>/<str:quarter>/progress.json", site.progress_json, name="public_json"),
    path("p/<slug:slug>/<str:quarter>/progress.csv", site.progress_table, name="public_csv"),
    path("p/<slug:slug>/<str:quarter>/indicators.csv", site.indicators_table, name="public_indicators"),
    path("p/<slug:slug>/<str:quarter>/said.csv", site.said_table, name="public_said"),
]
