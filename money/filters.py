"""API filters for budget lines."""

from django_filters import CharFilter, FilterSet

from api.filters import IdFilter, IdOrNameFilter


class BudgetLineFilter(FilterSet):
    strategy = IdOrNameFilter("strategy", help_text="A strategy, by id or slug.")
    financial_year = CharFilter(help_text="From April to March: `2016-17`.")
    deliverable = IdFilter("links__deliverable", help_text="A deliverable that it pays for, by id.")
