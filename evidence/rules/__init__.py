"""Rules of evidence: which files are taken, and how an address is written. Pure functions."""

from .addresses import address_problem
from .file_types import MAX_MB, FileRefused, FileType, file_type

__all__ = ["MAX_MB", "FileRefused", "FileType", "address_problem", "file_type"]
