"""Limits on files that councils send in, each with its reason, and how a process puts itself under them.

A plan of 2,000 rows in twelve columns is about 1 MB as XLSX, 0.5 MB as CSV and 1.5 MB as DOCX. The limits leave ten
times that and more, so a real plan never meets them.
"""

from __future__ import annotations

import resource

MB = 1024 * 1024

FILE_BYTES = 20 * MB
"""A longer file is refused before it is read: a plan with pictures stays below this."""

PASTED_CHARACTERS = 3_000_000
"""The longest text that can be pasted: about 2,000 rows of 1,500 characters."""

UNPACKED_BYTES = 120 * MB
"""All parts of a DOCX or XLSX together, unpacked. A zip bomb says more. Pictures hardly shrink, so they fit."""

UNPACKED_XML_BYTES = 50 * MB
"""XML parts together, unpacked: as trees in memory they take about five times as much."""

PARTS = 2_000
"""Parts in a DOCX or XLSX: one for each picture, sheet and comment."""

COLUMNS = 200
"""Columns of one table. The widest plan that we know has 30, a table of months over ten years 125."""

ROWS = 20_000
"""Rows of one file, over all tables."""

CELLS = 150_000
"""Cells with something in them, over all tables: what is read in about two seconds."""

CELL_CHARACTERS = 32_767
"""Characters of one cell: what a spreadsheet can hold."""

NESTING = 6
"""Tables within cells of tables, and content controls within each other."""

MEMORY_BYTES = 450 * MB
"""Address space of the process that reads, its program included."""

CPU_SECONDS = 8
"""Processor time of the process that reads: a plan of 2,000 rows needs one to two seconds."""

WALL_SECONDS = 20
"""How long the answer is waited for on a busy machine."""

OPEN_FILES = 48
"""Files open at a time: the program's own."""


def limit_this_process() -> None:
    """Put this process under the limits of memory, processor time, files and processes, for good."""
    _limit(resource.RLIMIT_AS, MEMORY_BYTES)
    _limit(resource.RLIMIT_CPU, CPU_SECONDS)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_NPROC, 0)
    _limit(resource.RLIMIT_CORE, 0)


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    ceiling = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (ceiling, ceiling))
