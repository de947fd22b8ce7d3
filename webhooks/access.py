"""Fetch one endpoint or one message. The only functions that do."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from .models import Endpoint, Message


def get_endpoint(public_id: UUID, *, lock: bool = False) -> Endpoint:
    """An endpoint of the current council (1 query), locked if it is to be changed. Raises Http404."""
    rows = Endpoint.objects.select_for_update() if lock else Endpoint.objects.all()
    found: Endpoint | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404("Webhook not found.")
    return found


def get_message(endpoint: Endpoint, public_id: UUID) -> Message:
    """A message to this endpoint (1 query). Raises Http404."""
    found: Message | None = Message.objects.filter(endpoint=endpoint, public_id=public_id).first()
    if found is None:
        raise Http404("Message not found.")
    found.endpoint = endpoint
    return found
