"""Filters for the lists of indicators and of their values."""

from django_filters import CharFilter, ChoiceFilter, FilterSet

from api.filters import IdFilter, IdOrNameFilter

from .models import Indicator


class IndicatorFilter(FilterSet):
    strategy = IdOrNameFilter("strategy", help_text="A strategy, by id or slug.")
    set = ChoiceFilter(choices=Indicator.Set.choices, help_text="The table in the plan.")
    key_outcome = IdFilter("key_outcome", help_text="A key outcome, by id.")
    parent = IdFilter("parent", help_text="The row above, by id.")


class ValueFilter(FilterSet):
    indicator = IdFilter("indicator", help_text="An indicator, by id.")
    period = CharFilter(
        help_text="As shown with the values: `2015-16-Q1`, `2015-04`, `FY2015-16`, `2013-03-31`."
    )


class OfIndicatorFilter(FilterSet):
    indicator = IdFilter("indicator", help_text="An indicator, by id.")


class ExpectedEffectFilter(OfIndicatorFilter):
    deliverable = IdFilter("deliverable", help_text="A deliverable, by id.")
