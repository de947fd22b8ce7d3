"""Base classes of council data: rows, references and managers that keep to the council in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from django.db import models
from uuid_utils.compat import uuid7

from ..permissions import Permission
from .context import current_council_id

M = TypeVar("M", bound=models.Model)
Q = TypeVar("Q", bound=models.QuerySet[Any])


class CouncilQuerySet(models.QuerySet[M]):
    """Base of the named querysets of council data."""


class CouncilManager(models.Manager[M]):
    """Gives the rows of the council in force, and raises NoCouncil where there is none."""

    def get_queryset(self) -> models.QuerySet[M]:
        return super().get_queryset().filter(council_id=current_council_id())


class CouncilModel(models.Model):
    """A row that belongs to one council: kept apart by the database, known outside by its `public_id`."""

    personal_fields: tuple[str, ...] = ()
    """Columns that hold personal data: the change log says that they changed, never what they held."""

    log_name: str = ""
    """How the changes page names the row, as a pattern of paths ("{strand__code}{number} {title}"), without anything
    personal. Empty: by its own title, name or label."""

    append_only: bool = False
    """Rows are added and never changed or deleted; the database refuses it (`log.triggers.append_only`)."""

    log_needs: Permission | None = None
    """The permission without which changes of these rows are left out of the log. None: every member sees them."""

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
        """The row's name on the changes page, from the values at the paths in `log_name`."""
        return cls.log_name.format(**values)


class ListedModel(CouncilModel):
    """A row of a list that the plan prints in an order of its own, and that is always read in it."""

    position = models.PositiveIntegerField(default=0)

    objects = CouncilManager()

    class Meta:
        abstract = True
        ordering = ["position", "id"]


class CouncilForeignKey(models.ForeignKey[Any, Any]):
    """A reference inside one council; `ProtectTables` gives it a composite key `(council_id, …)` in the database."""

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
    """The manager of a council model that has named querysets; it has all their methods, so it is typed as one."""
    return cast(Q, CouncilManager.from_queryset(queryset)())
