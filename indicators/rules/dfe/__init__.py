"""Read statistics files of the Department for Education (Explore Education Statistics): CSV with a file of metadata.

Pure: it knows no indicator and no council. Source of the format: the department's data standards for Explore Education
Statistics (dfe-analytical-services.github.io/analysts-guide).
"""

from .cells import Cell, read_cell
from .figures import Area, Figure, Level, Wanted, read_figures
from .metadata import Described, read_metadata
from .outline import Column, Outline, read_outline
from .periods import period_of
from .refusal import FileRefused

__all__ = [
    "Area",
    "Cell",
    "Column",
    "Described",
    "Figure",
    "FileRefused",
    "Level",
    "Outline",
    "Wanted",
    "period_of",
    "read_cell",
    "read_figures",
    "read_metadata",
    "read_outline",
]
