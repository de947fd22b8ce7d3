"""Fetch one API client. The only function that does."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from councils.models import ApiClient, Council


def get_client(council: Council, key: UUID) -> ApiClient:
    """A council's API client by its public id. Raises Http404."""
    client = ApiClient.objects.filter(council=council, public_id=key).first()
    if client is None:
        raise Http404("API key not found.")
    client.council = council
    return client
