"""Base classes of council data: models, foreign keys and managers for the current council."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import models
from django.db.models.fields.related_lookups import RelatedExact
from django.db.models.sql.where import AND
from uuid_utils.compat import uuid7

from ..permissions import Permission
from .context import current_council_id

M = TypeVar("M", bound=models.Model)
Q = TypeVar("Q", bound=models.QuerySet[Any])


class CouncilQuerySet(models.QuerySet[M]):
    """Base class of querysets of council data."""


class CouncilManager(models.Manager[M]):
    """Manager of the current council's rows. Raises NoCouncil outside a council context.

    The condition is that of `filter(council_id=…)`, put into the query directly: a page asks for hundreds of related
    managers, and `filter` would look up the column's name for each.
    """

    def get_queryset(self) -> models.QuerySet[M]:
        rows = super().get_queryset()
        query = rows.query
        council = cast("models.ForeignKey[Any, Any]", self.model._meta.get_field("council"))
        column = council.get_col(query.get_initial_alias())
        query.where.add(RelatedExact(column, current_council_id()), AND)
        return rows


class CouncilModel(models.Model):
    """Row that belongs to one council: isolated by row-level security, identified outside by its `public_id`."""

    personal_fields: tuple[str, ...] = ()
    """Columns with personal data. The change log records that they changed, never their values."""

    log_name: str = ""
    """Name of the row on the changes page, as a pattern of paths ("{strand__code}{number} {title}"). No personal data.
    "": use its own title, name or label."""

    append_only: bool = False
    """Rows can only be added. The database rejects changes and deletes (`log.triggers.append_only`)."""

    names_the_past: bool = False
    """The row says who did something then, such as an approval. A hand-over to someone else leaves it as it is."""

    person_or_post: bool = False
    """The row names a person, or instead a post in its only column for a post."""

    log_needs: Permission | None = None
    """Permission needed to see changes of these rows on the changes page. None: every member sees them."""

    council = models.ForeignKey(
        "councils.Council",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        default=current_council_id,
        editable=False,
    )
    public_id = models.UUIDField(default=uuid7, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def name_in_log(cls, values: Mapping[str, str]) -> str:
        """Name of the row on the changes page, from the values at the paths in `log_name`."""
        return cls.log_name.format(**values)

    @classmethod
    def why_they_stay(cls, rows: Mapping[UUID, Mapping[str, Any]]) -> Mapping[UUID, str]:
        """Why some of these rows may not change any more, a sentence for each. Undo then refuses.

        `rows` are columns by public id, as far as the change log has them. A row may be gone. At most 2 queries.
        """
        return {}


class ListedModel(CouncilModel):
    """Row of a list that is always read in the order of the printed plan (`position`)."""

    position = models.PositiveIntegerField(default=0)

    objects = CouncilManager()

    class Meta:
        abstract = True
        ordering = ["position", "id"]


class CouncilForeignKey(models.ForeignKey[Any, Any]):
    """Foreign key within one council. `ProtectTables` makes it a composite key `(council_id, …)` in the database."""

    def __init__(self, to: Any, on_delete: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs["db_index"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        kwargs.pop("db_index", None)
        return name, path, args, kwargs


def council_manager(queryset: type[Q]) -> Q:
    """Manager of a council model from a queryset class. It has the queryset's methods, so it is typed as one."""
    return cast(Q, CouncilManager.from_queryset(queryset)())
