"""Filters for the list of packs."""

from django_filters import CharFilter, ChoiceFilter, FilterSet

from api.filters import IdOrNameFilter

from .states import PackState, values_in_words


class PackFilter(FilterSet):
    board = IdOrNameFilter("board", help_text="A board, by id or slug.")
    quarter = CharFilter(field_name="period__label", help_text="The quarter of the pack: `2016-17-Q1`.")
    state = ChoiceFilter(
        choices=PackState.choices(), help_text=f"The state of the edition. {values_in_words(PackState)}"
    )
