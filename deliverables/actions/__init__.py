"""What people do to deliverables."""

from .progress import ProgressRefused, StaleDeliverable, record_progress

__all__ = ["ProgressRefused", "StaleDeliverable", "record_progress"]
