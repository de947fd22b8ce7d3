"""Pages that show packs are tested without a queue and without drawing PDFs."""

from tests.packs.conftest import no_queue

__all__ = ["no_queue"]
