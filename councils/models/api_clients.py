"""API clients and their keys."""

import hashlib
import hmac
from datetime import datetime
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from uuid_utils.compat import uuid7

from ..permissions import Permission, permissions_of_scopes
from .council import Council


class ApiClient(models.Model):
    """Another system that reads or writes one council's data with a key `send_<key id>_<secret>`.

    Only an HMAC of the secret is stored, so a lookup takes microseconds and the key can only be shown once. After a
    rotation the previous secret works until `previous_until`. `networks` are the only ones that the key may call from,
    as CIDR; none means that it may call from anywhere.
    """

    public_id = models.UUIDField(default=uuid7, editable=False, unique=True)
    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="api_clients")
    name = models.CharField(max_length=100)
    key_id = models.CharField(max_length=16, unique=True)
    secret_hash = models.CharField(max_length=64)
    previous_secret_hash = models.CharField(max_length=64, default="", db_default="", blank=True)
    previous_until = models.DateTimeField(null=True, blank=True)
    networks = ArrayField(models.CharField(max_length=43), default=list, db_default=[], blank=True)
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

    def opens_with(self, secret: str, now: datetime) -> bool:
        """Whether this is the key's secret, or the previous one in the time for which both work."""
        hashed = self.hash_of(secret)
        return any(hmac.compare_digest(each, hashed) for each in self.hashes_at(now))

    def hashes_at(self, now: datetime) -> list[str]:
        """HMACs of the secrets that work now."""
        has_previous = self.previous_until is not None and now < self.previous_until
        return [self.secret_hash, *([self.previous_secret_hash] if has_previous else [])]

    def may_call_from(self, address: str | None) -> bool:
        """Whether the key may be used from this IP address. An unknown address is in no network."""
        if not self.networks:
            return True
        try:
            caller = ip_address(address or "")
        except ValueError:
            return False
        caller = getattr(caller, "ipv4_mapped", None) or caller
        return any(caller in ip_network(network) for network in self.networks)

    def is_valid_at(self, now: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    @property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of_scopes(self.scopes)
