"""Filters for the list of packs."""

from django_filters import CharFilter, ChoiceFilter, FilterSet

from api.filters import IdOrNameFilter

from .states import PackState


class PackFilter(FilterSet):
    board = IdOrNameFilter("board", help_text="A board, by id or slug.")
    quarter = CharFilter(field_name="period__label", help_text="The quarter of the pack: `2016-17-Q1`.")
    state = ChoiceFilter(
        choices=[(state.value, state.word) for state in PackState], help_text="The state of the edition."
    )
