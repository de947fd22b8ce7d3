"""API filters for strategies, versions, strands and outcomes."""

from django_filters import CharFilter, FilterSet

from api.filters import IdOrNameFilter


class StrategyFilter(FilterSet):
    slug = CharFilter(help_text="The strategy's name in web addresses.")


class VersionFilter(FilterSet):
    strategy = IdOrNameFilter("strategy", help_text="A strategy, by id or slug.")


class StrandFilter(FilterSet):
    strategy = IdOrNameFilter("strategy", help_text="A strategy, by id or slug.")
    code = CharFilter(help_text="The strand's code: `A`.")


class OutcomeFilter(FilterSet):
    strategy = IdOrNameFilter("strand__strategy", help_text="A strategy, by id or slug.")
    strand = IdOrNameFilter("strand", name_column="code", help_text="A strand, by id or code.")
