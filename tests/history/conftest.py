"""Fixtures for pages that show packs, without a queue and without rendering PDFs."""

from tests.packs.conftest import no_queue

__all__ = ["no_queue"]
