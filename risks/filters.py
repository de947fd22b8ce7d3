"""API filters for risks."""

from django_filters import ChoiceFilter, FilterSet

from api.filters import IdFilter, IdOrNameFilter

from .models import Risk


class RiskFilter(FilterSet):
    strategy = IdOrNameFilter("strategy", help_text="A strategy, by id or slug.")
    status = ChoiceFilter(choices=Risk.Status.choices, help_text="Whether it is open or closed.")
    deliverable = IdFilter("links__deliverable", help_text="A deliverable that it threatens, by id.")
