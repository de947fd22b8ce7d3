"""Answers to writes, kept for a day, so that a request that is sent again is not done again."""

from __future__ import annotations

from django.db import models

from councils.tenancy import CouncilManager, CouncilModel


class IdempotentAnswer(CouncilModel):
    """The answer to one request with an Idempotency-Key. The change log leaves it out: it is no data of the plan.

    `by` is the key or user that sent it (`Actor.reference`). `request_hash` is of its method, address and body.
    """

    by = models.CharField(max_length=60)
    key = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    answered_at = models.DateTimeField()

    objects = CouncilManager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["council", "by", "key"], name="idempotentanswer_key_once"),
        ]
        indexes = [models.Index(fields=["council", "answered_at"], name="idempotentanswer_by_time")]

    def __str__(self) -> str:
        return f"{self.status} to {self.by}"
