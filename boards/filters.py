"""API filters for boards."""

from django_filters import CharFilter, ChoiceFilter, FilterSet

from .models import Board


class BoardFilter(FilterSet):
    slug = CharFilter(help_text="The board's name in web addresses: `send-board`.")
    kind = ChoiceFilter(choices=Board.Kind.choices, help_text="The kind of board or group.")
