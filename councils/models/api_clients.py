"""API clients and their keys."""

import hashlib
import hmac
from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from uuid_utils.compat import uuid7

from ..permissions import Permission, permissions_of_scopes
from .council import Council


class ApiClient(models.Model):
    """Another system that reads or writes one council's data with a key `send_<key id>_<secret>`.

    Only an HMAC of the secret is stored, so a lookup takes microseconds and the key can only be shown once.
    """

    public_id = models.UUIDField(default=uuid7, editable=False, unique=True)
    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="api_clients")
    name = models.CharField(max_length=100)
    key_id = models.CharField(max_length=16, unique=True)
    secret_hash = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=20))
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.council})"

    @staticmethod
    def hash_of(secret: str) -> str:
        return hmac.new(settings.SECRET_KEY.encode(), secret.encode(), hashlib.sha256).hexdigest()

    def opens_with(self, secret: str) -> bool:
        return hmac.compare_digest(self.secret_hash, self.hash_of(secret))

    def is_valid_at(self, now: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    @property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of_scopes(self.scopes)
