"""Files of a pack beside its PDF."""

from __future__ import annotations

from django.db import models

from councils.permissions import Permission
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel

from ..file_kinds import FileKind
from .packs import Pack


class PackFile(CouncilModel):
    """A file made from the pack's snapshot when its PDF was. It is kept in the file store under its SHA-256."""

    pack = CouncilForeignKey(Pack, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=16, choices=FileKind.choices())
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    objects = CouncilManager()

    log_needs = Permission.PACKS_VIEW_ALL
    log_name = "{pack__board__name}, {pack__period__label}, edition {pack__edition}"

    class Meta:
        verbose_name = "file of a pack"
        verbose_name_plural = "files of packs"
        constraints = [models.UniqueConstraint(fields=["council", "pack", "kind"], name="packfile_once")]

    def __str__(self) -> str:
        return f"{self.pack}: {FileKind(self.kind).word}"
