"""Change log of council data, and security events. Both are append-only."""

from django.conf import settings
from django.db import models

from ..tenancy import CouncilManager, CouncilQuerySet, council_manager
from .council import Council


class ChangeQuerySet(CouncilQuerySet["Change"]):
    def after(self, seq: int) -> "ChangeQuerySet":
        return self.filter(seq__gt=seq).order_by("seq")


class Change(models.Model):
    """One row of council data inserted, updated or deleted. Only database triggers write it.

    `seq` numbers the council's changes without gaps, so a client that has read n has read all before n. `before` and
    `after` hold the changed columns, without the values of personal ones.
    """

    class Op(models.TextChoices):
        INSERT = "insert", "Added"
        UPDATE = "update", "Changed"
        DELETE = "delete", "Removed"

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+", db_index=False)
    seq = models.BigIntegerField()
    table = models.CharField(max_length=63)
    object_id = models.UUIDField()
    op = models.CharField(max_length=6, choices=Op.choices)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    actor = models.TextField(blank=True)
    verb = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    request_id = models.TextField(blank=True)
    at = models.DateTimeField()

    objects = council_manager(ChangeQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "seq"], name="change_seq_once")]
        indexes = [
            models.Index(fields=["council", "table", "object_id"], name="change_by_object"),
            models.Index(fields=["council", "at"], name="change_by_time"),
            models.Index(
                fields=["council", "request_id"], name="change_by_request", condition=~models.Q(request_id="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.op} {self.table}"


class ChangeCounter(models.Model):
    """Number of changes in a council. Its row lock puts concurrent changes in order."""

    council = models.OneToOneField(Council, on_delete=models.PROTECT, related_name="+")
    seq = models.BigIntegerField(default=0)

    objects = CouncilManager()

    def __str__(self) -> str:
        return str(self.seq)


class SecurityEvent(models.Model):
    """Event for the security officer: sign-ins, failures, keys issued, memberships given and ended."""

    append_only = True

    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=40)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    subject = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)
    ip_address = models.GenericIPAddressField(null=True, blank=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["council", "-at"], name="securityevent_by_council")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"
