"""API filters for evidence and inspection areas."""

from django_filters import ChoiceFilter, FilterSet

from api.filters import IdFilter, IdOrNameFilter

from .models import InspectionArea


class EvidenceFilter(FilterSet):
    strategy = IdOrNameFilter("strategy", help_text="A strategy, by id or slug.")
    deliverable = IdFilter("links__deliverable", help_text="A deliverable that it is evidence for, by id.")
    indicator = IdFilter("links__indicator", help_text="An indicator that it is evidence for, by id.")
    area = IdFilter("links__area", help_text="An inspection area that it is evidence for, by id.")


class AreaFilter(FilterSet):
    strategy = IdOrNameFilter("strategy", help_text="A strategy, by id or slug.")
    kind = ChoiceFilter(choices=InspectionArea.Kind.choices, help_text="What the inspection called it.")
