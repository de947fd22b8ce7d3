"""What `doctor` checks, in order. Each check is a function that yields findings."""

from collections.abc import Callable, Iterable

from .database import check_database
from .files import check_files
from .finding import Finding, Level
from .mail import check_mail
from .pages import check_assets, check_pdf
from .settings import check_settings
from .work import check_heartbeats, check_queue

CHECKS: tuple[Callable[[], Iterable[Finding]], ...] = (
    check_settings,
    check_database,
    check_assets,
    check_pdf,
    check_files,
    check_queue,
    check_heartbeats,
    check_mail,
)

__all__ = ["CHECKS", "Finding", "Level"]
